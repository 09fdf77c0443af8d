// Looks for words that a person cannot read because something cuts or covers them, other words among it. Runs inside
// the page: it may use nothing from outside itself.
export function findCutText() {
  const found = [];
  const tell = (element, words, how) => {
    const name = [element.localName, ...element.classList].join('.');
    found.push(`“${words.trim().slice(0, 40)}” in ${name}: ${how}`);
  };
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);

  const modal = [...document.querySelectorAll('dialog[open]')].pop();
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const isBar = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (['sticky', 'fixed'].includes(styleOf(one).position)) return true;
    }
    return false;
  };
  const isPainted = (element, until) => {
    for (let one = element; one && !one.contains(until); one = one.parentElement) {
      const { backgroundColor, backgroundImage } = styleOf(one);
      if (backgroundImage !== 'none' || !/^rgba\(.*, 0\)$/.test(backgroundColor)) return true;
    }
    return false;
  };
  const hides = (value) => value === 'hidden' || value === 'clip';
  const scrolls = (value) => value === 'auto' || value === 'scroll';

  const read = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('noscript, option, .visually-hidden, .marquee .track')) continue;
    if (modal && !modal.contains(parent)) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(styleOf(parent).fontSize);
    const boxes = range.getClientRects();
    const broken = boxes.length > 1 && brokenWord(node, parent);
    if (broken) tell(parent, node.data, `breaks the word “${broken}”`);
    for (const box of boxes) {
      if (box.width === 0) continue;
      // A line's box has room for accents above and below that its letters do not fill.
      const middle = (box.top + box.bottom) / 2;
      const [top, bottom] = [middle - size * 0.45, middle + size * 0.45];
      const text = { left: box.left, right: box.right, top, bottom };
      const how = look(parent, text);
      if (how && how !== 'out of sight') {
        tell(parent, node.data, how);
        break;
      }
      if (!how) read.push({ parent, node, ...text });
    }
  }
  read.forEach((one, i) => {
    const over = read.slice(i + 1).find((other) => other.node !== one.node
      && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
      && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2);
    if (over) tell(one.parent, one.node.data, `runs into “${over.node.data.trim().slice(0, 40)}”`);
  });
  for (const one of document.querySelectorAll('select')) {
    const { font, paddingLeft, paddingRight } = styleOf(one);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = font;
    const words = one.selectedOptions[0]?.text ?? '';
    const room = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 16;   // for its arrow
    if (one.checkVisibility() && pen.measureText(words).width > room) tell(one, words, 'cut by its own width');
  }
  return found;

  // A word of letters with spaces about it that goes on in the next line without a hyphen.
  function brokenWord(node, parent) {
    if (parent.closest('code') || styleOf(parent).hyphens === 'auto') return null;
    for (const { 0: word, index } of node.data.matchAll(/\p{Script=Latin}{3,}/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0);
      if (lines.some((one) => one.top > lines[0].top + lines[0].height / 2)) return word;
    }
    return null;
  }

  function look(parent, text) {
    if (parent.closest('.bar-words, .bar-clock')?.clientWidth === 1) return 'out of sight';   // for screen readers
    if (text.left < -1 || text.right > innerWidth + 1) return 'beyond the edge of the window';
    let seen = true;           // not scrolled away
    for (let one = parent; one && one !== document.body; one = one.parentElement) {
      const { overflowX, overflowY, position } = styleOf(one);
      const frame = one.getBoundingClientRect();
      const beside = text.left < frame.left - 1 || text.right > frame.right + 1;
      const above = text.top < frame.top - 1 || text.bottom > frame.bottom + 1;
      if (hides(overflowX) && beside) return `cut at the side by ${one.className || one.localName}`;
      if (hides(overflowY) && above && seen) return `cut above or below by ${one.className || one.localName}`;
      if (scrolls(overflowX) && one.scrollWidth > one.clientWidth + 1) return 'must be scrolled sideways';
      if (scrolls(overflowY) && above) seen = false;
      if (['BUTTON', 'A'].includes(one.tagName) && (beside || above)) return 'sticks out of its button';
      if (one === modal || position === 'fixed') break;
    }
    const [x, y] = [(text.left + text.right) / 2, (text.top + text.bottom) / 2];
    if (!seen || y < 0 || y >= innerHeight) return 'out of sight';
    const front = document.elementFromPoint(x, y);
    if (!front || front.contains(parent) || parent.contains(front)) return null;
    if (isBar(front)) return 'out of sight';   // scrolled under it
    if (!isPainted(front, parent)) return null;
    return `covered by ${front.className || front.localName}`;
  }
}

// Targets of a finger smaller than `least` CSS pixels either way; also runs inside the page.
export function findSmallTargets(least) {
  return [...document.querySelectorAll('button, a, input, select, [role=button]')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((one) => ({ name: one.textContent.trim() || one.className, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
    .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
}
