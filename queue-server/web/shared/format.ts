// Times and spans as people read them. The office's time zone, never the machine's.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tag: string, timeZone: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = `${tag}|${timeZone}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(tag, { ...options, timeZone, calendar: 'gregory', numberingSystem: 'latn' });
    formats.set(key, made);
  }
  return made.format(at);
}

export function clockTime(at: number | string, timeZone: string, withSeconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (withSeconds) options.second = '2-digit';
  return format('en-GB', timeZone, options, new Date(at));
}

export function dayAndDate(at: number | string, timeZone: string, tag: string): string {
  return format(tag, timeZone, { month: 'long', day: 'numeric', weekday: 'long' }, new Date(at));
}

export function shortDate(at: number | string, timeZone: string, tag: string): string {
  return format(tag, timeZone, { month: 'numeric', day: 'numeric', weekday: 'short' }, new Date(at));
}

// The local date as one comparable word, "2026-11-20".
export function localDay(at: number | string, timeZone: string): string {
  return format('sv-SE', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }, new Date(at));
}

// A wait range in whole minutes: both ends rounded up, at least one minute at the high end.
export function minutesOf(range: { lowSeconds: number; highSeconds: number }): { low: number; high: number } {
  const low = Math.max(0, Math.ceil(range.lowSeconds / 60));
  return { low, high: Math.max(1, low, Math.ceil(range.highSeconds / 60)) };
}

// 75 → "1:15", 3700 → "1:01:40". Negative spans (a clock that is corrected) read as 0:00.
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
