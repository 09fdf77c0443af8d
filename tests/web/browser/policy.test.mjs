// The pages take nothing from anywhere but their own server, and a browser is told to hold them to it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, sizes } from './chrome.mjs';
import { Person, startSampleHall } from './hall.mjs';
import { until } from './wait.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(() => browser.done());
after(() => browser?.close());

// { 'script-src': ["'self'"], … }
const directives = (policy) => Object.fromEntries(
  policy.split(';').map((one) => one.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));

test('every page is served with a policy that lets in nothing but the server\'s own files', async (t) => {
  const server = await startSampleHall(t);
  const greeter = await Person.signIn(server, 'greeter');
  const ticket = await greeter.take();
  for (const path of ['/kiosk', '/board', '/board?zone=a', '/counter', '/counter/3', '/manager', new URL(ticket.url, server.url).pathname]) {
    const answer = await fetch(server.url + path);
    assert.equal(answer.status, 200, path);
    const policy = directives(answer.headers.get('content-security-policy'));
    assert.deepEqual(policy['default-src'], ["'none'"], path);
    for (const closed of ['frame-ancestors', 'base-uri', 'form-action']) assert.deepEqual(policy[closed], ["'none'"], path);
    for (const [name, sources] of Object.entries(policy)) {
      const allowed = name === 'img-src' ? ["'self'", 'data:', "'none'"] : ["'self'", "'none'"];
      assert.deepEqual(sources.filter((one) => !allowed.includes(one)), [], `${name} of ${path}`);
    }
    assert.match(answer.headers.get('permissions-policy'), path === '/kiosk' ? /^camera=\(self\),/ : /^camera=\(\),/, path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', path);
  }
});

test('the browser keeps the policy, and these tests would hear of a breach', async (t) => {
  const server = await startSampleHall(t);
  const page = await browser.open(`${server.url}/manager`, { size: sizes.desk });
  await page.locator('.staff-form').waitFor();
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ranForeignCode = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'https://elsewhere.example/spy.png';
    document.body.append(image);
  });
  const refused = await page.evaluate(() => fetch('https://elsewhere.example/').then(() => 'answered', () => 'refused'));
  assert.equal(refused, 'refused');
  assert.equal(await page.evaluate(() => window.ranForeignCode), undefined);
  const heard = [];
  await until(() => {
    heard.push(...browser.takeComplaints());
    return /script/.test(heard) && /spy\.png/.test(heard) && /connect/i.test(heard);
  }, 'the three breaches are heard');
});
