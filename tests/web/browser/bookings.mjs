// Bookings of a hall that takes them for a slot soon, made through the API as the phone page of an office would.
import { Person } from './hall.mjs';

const zone = 'Asia/Taipei';
const dayMs = 86_400_000;

// A plan with one slot a day, some minutes from now by the office's clock.
export function soonPlan() {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hour, minute] = clock.format(Date.now()).split(':').map(Number);
  const at = Math.min(hour * 60 + minute + 5, 23 * 60 + 59);
  const time = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  return `
[[hall.bookings.plan]]
id = "soon"
services = ["transcript"]
times = ["${time}"]
days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
capacity = 20
closes_working_days_before = 0
closes_at = "24:00"
`;
}

// Sample numbers, made up from a count, whose check digit is right.
function sampleId(n) {
  const digits = `1${String(n).padStart(7, '0')}`;
  const sum = [...digits].reduce((all, digit, i) => all + Number(digit) * (8 - i), 1);
  return `A${digits}${(10 - (sum % 10)) % 10}`;
}

export async function book(server, n, inDays = 0) {
  const anybody = new Person(server);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.now() + inDays * dayMs);
  const { slots } = await anybody.get(`/halls/main/slots?service=transcript&date=${date}`);
  const { code } = await anybody.post('/halls/main/bookings', { service: 'transcript', slot: slots[0].at, idNumber: sampleId(n), language: 'en' });
  return code.replaceAll('-', '');
}
