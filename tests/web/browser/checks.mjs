// What every state of every page must pass: WCAG 2.2 AA by axe, no words cut, and a picture of it is kept.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findCutText, findSmallTargets } from './cut-text.mjs';
import { shoot } from './chrome.mjs';
import { fromWeb } from './places.mjs';

const axe = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const kioskTarget = 80;   // px, R-96
const fontsMs = 5_000;

// All that was found amiss since the last `nothingAmiss`, so that one run tells everything.
let amiss = [];

// Call at the end of each test.
export function nothingAmiss() {
  const told = amiss;
  amiss = [];
  assert.deepEqual(told, []);
}

const tell = (name, found) => amiss.push(...found.map((one) => `${name}: ${one}`));

// One state of a page, pictured and checked. `citizens`: the page is for citizens, whose contrast is 7:1;
// `kiosk`: and for their fingers; `axe` and `picture`: false where only the words' lengths or the width differ from a
// state checked already. Who wants less motion has none.
export async function inspect(page, name, { citizens = false, kiosk = false, axe: withAxe = true, picture = true } = {}) {
  // A font that is asked of a silent server never comes: then the picture is of what people see.
  await Promise.race([page.evaluate(() => document.fonts.ready), new Promise((resolve) => setTimeout(resolve, fontsMs))]);
  if (picture) await shoot(page, name);
  tell(name, await page.evaluate(findMotion));
  tell(name, await page.evaluate(findCutText));
  if (kiosk) tell(name, await page.evaluate(findSmallTargets, kioskTarget));
  if (withAxe) tell(name, await violations(page, citizens || kiosk));
}

// Runs inside the page: what moves although less motion is asked for.
function findMotion() {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return [];
  return document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 1)
    .map((one) => `${one.animationName ?? one.transitionProperty} moves ${one.effect.target.className || one.effect.target.localName}`);
}

async function violations(page, enhanced) {
  await page.evaluate(axe);
  return page.evaluate(async (options) => {
    const { violations: found } = await window.axe.run(document, options);
    return found.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}, ${target.join(' ')}, ${failureSummary}`));
  }, {
    runOnly: { type: 'tag', values: wcag }, resultTypes: ['violations'], preload: false,
    rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: enhanced } },
  });
}
