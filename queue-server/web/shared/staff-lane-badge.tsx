// The badge for staff's own screens, where every lane may be named.
import { LaneBadge } from './lane-badge';

export function StaffLaneBadge({ lane, label }: { lane: string; label?: string }) {
  return <LaneBadge lane={lane} mark={lane === 'turning' ? '疼' : undefined} label={label} />;
}
