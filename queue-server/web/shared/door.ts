// When a hall that is open closes. A hall that opens again at the moment it closes never does.
import type { HallStatus, Time } from './messages';

// `until`: the last number's or the closing time, as the page tells it.
export function neverCloses(hall: HallStatus, until: Time | undefined): boolean {
  return !until || (hall.opensAt !== undefined && Date.parse(hall.opensAt) <= Date.parse(until));
}
