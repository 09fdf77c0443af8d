// Walking a page by its Tab key, and seeing where one is at every step.
import assert from 'node:assert/strict';

// Tabs until the focus is on the wanted element. At each stop the focus must be visible: an outline of at least two
// pixels, on the element or on what frames it, within the window.
export async function tabTo(page, selector, { hasText, atMost = 60 } = {}) {
  const wanted = page.locator(selector, hasText ? { hasText } : {}).first();
  await wanted.waitFor();
  for (let i = 0; i < atMost; i += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(whyFocusIsHidden);
    assert.equal(hidden, null, `the focus is to be seen, ${i + 1} steps on the way to ${selector}`);
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
  }
  assert.fail(`${atMost} steps by keyboard do not reach ${selector}`);
}

// Runs inside the page.
function whyFocusIsHidden() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;   // between the last and the first
  const name = [focused.localName, ...focused.classList].join('.');
  const box = focused.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return `${name} is outside the window`;
  for (let one = focused, up = 0; one && up < 3; one = one.parentElement, up += 1) {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) return null;
  }
  return `${name} has no outline`;
}
