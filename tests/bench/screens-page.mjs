// What the measured pages keep of themselves, by the clock that all pages and Node of one machine share (milliseconds
// since 1970, with fractions). Nothing is computed while it is measured: the frames are read afterwards.

// Runs inside a page, before it loads. `painted`: the element whose paint is awaited.
function keep(painted) {
  const wall = (at) => performance.timeOrigin + at;
  const kept = { presses: [], frames: [], paints: [], requests: [] };
  window.kept = kept;
  performance.setResourceTimingBufferSize(100_000);
  for (const type of ['keydown', 'pointerdown']) {
    addEventListener(type, (event) => kept.presses.push(wall(event.timeStamp)), { capture: true });
  }
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', (event) => kept.frames.push([wall(event.timeStamp), event.data]));
    }
  };
  new PerformanceObserver((list) => {
    for (const { name, requestStart, responseEnd } of list.getEntries()) {
      if (name.includes('/api/')) kept.requests.push([name, wall(requestStart), wall(responseEnd)]);
    }
  }).observe({ type: 'resource' });
  if (!painted) return;
  // Element Timing: when the frame with this text was handed to the screen. It is asked for as the element appears,
  // before it is first painted. A doubled animation frame, which it is checked against, can be early or late.
  new PerformanceObserver((list) => {
    for (const { identifier, renderTime } of list.getEntries()) kept.paints.push([identifier, wall(renderTime), 'paint']);
  }).observe({ type: 'element' });
  new MutationObserver(() => {
    const element = document.querySelector(painted);
    if (!element || element.hasAttribute('elementtiming')) return;
    element.setAttribute('elementtiming', element.textContent);
    requestAnimationFrame(() => requestAnimationFrame((at) => kept.paints.push([element.textContent, wall(at), 'frame'])));
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

export const watch = (painted) => (page) => page.addInitScript(keep, painted);

// What a page has kept, and forgets it. A page's clock and Node's may have drifted apart since it loaded: `drift` is
// what to add to the page's times.
export async function take(page) {
  return page.evaluate(() => {
    const taken = { drift: drift() };
    for (const [name, all] of Object.entries(window.kept)) taken[name] = all.splice(0);
    return taken;

    function drift() {      // Date.now() follows the machine's clock, timeOrigin is set once; a millisecond's edge shows both
      const start = Date.now();
      while (Date.now() === start);
      return start + 1 - (performance.timeOrigin + performance.now());
    }
  });
}
