// Keys as a clerk means them: one name per physical key, whatever the input method or the caps lock
// says, and whether the key belongs to the page at all or to what has the focus. Pure;
// staff-key-map.ts listens.

export interface KeyPress {
  code: string;
  key: string;
  repeat: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

export interface Focused {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

// "Space" (also numpad Enter), "Enter", "Escape", "A"…"Z", "0"…"9", or null for a key
// that means nothing here. A held key and a key with Ctrl, Alt or Meta mean nothing either.
export function keyName(press: KeyPress): string | null {
  if (press.repeat || press.isComposing || press.ctrlKey || press.altKey || press.metaKey)
    return null;
  const { code } = press;
  if (code === 'Space' || code === 'NumpadEnter') return 'Space';
  if (code === 'Enter' || code === 'Escape') return code;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return letter;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (digit) return digit;
  // Some on-screen keyboards send no code.
  if (code === '')
    return /^[a-z0-9]$/i.test(press.key) ? press.key.toUpperCase() : nameWithoutCode(press.key);
  return null;
}

function nameWithoutCode(key: string): string | null {
  if (key === ' ' || key === 'Spacebar') return 'Space';
  return key === 'Enter' || key === 'Escape' ? key : null;
}

const choiceTypes = new Set(['checkbox', 'radio']);

// True when the key is for the focused element: all of them while somebody types, Space and Enter
// on a button, a link or a choice that the keyboard reached. Escape always belongs to the page.
export function belongsToFocus(name: string, focused: Focused | null): boolean {
  if (!focused || name === 'Escape') return false;
  const tag = focused.tagName.toUpperCase();
  const confirms = name === 'Space' || name === 'Enter';
  if (focused.isContentEditable || tag === 'TEXTAREA' || tag === 'SELECT') return true;
  if (tag === 'INPUT') return choiceTypes.has(focused.type ?? '') ? confirms : true;
  if (tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY') return confirms;
  return false;
}
