// The hall's time on a staff page: one ticking signal by the server's clock, and spans in words.
import { signal } from '@preact/signals';
import { language } from './i18n';
import type { Time } from './messages';

// The server's clock, ms since 1970; follows staff-hall.ts.
export const serverNow = signal(Date.now());

// Whole seconds since an instant, never negative.
export function secondsSince(at: Time, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
}

// Whole seconds until an instant, 0 when it has come.
export function secondsUntil(at: Time, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
}

// 45 → "45 秒", 740 → "12 分 20 秒", 4200 → "1 小時 10 分"; the seconds go once they say little.
export function spanWords(seconds: number, tag: string = language.value): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const units = tag === 'en' ? [' h', ' min', ' s'] : [' 小時', ' 分', ' 秒'];
  const parts: string[] = [];
  if (h > 0) parts.push(`${h}${units[0]}`);
  if (m > 0) parts.push(`${m}${units[1]}`);
  if (h === 0 && m < 30 && (s > 0 || m === 0)) parts.push(`${s}${units[2]}`);
  return parts.join(' ');
}
