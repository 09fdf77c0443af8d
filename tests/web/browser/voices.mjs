// A machine's voices, for a browser that has none: what a page asks to be spoken is kept and ends at once. The voices
// themselves are the operating system's and no part of the pages.
export const giveVoices = (languages) => (page) => page.addInitScript((tags) => {
    window.said = [];
    const voices = tags.map((lang) => ({ lang, name: lang, default: false, localService: true, voiceURI: lang }));
    class Utterance { constructor(text) { this.text = text; } }
    const synthesis = {
      getVoices: () => voices, addEventListener() {}, cancel() { window.said.push(null); },
      speak(one) { window.said.push({ text: one.text, lang: one.lang }); setTimeout(() => one.onend?.(), 0); },
    };
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
    window.SpeechSynthesisUtterance = Utterance;
  }, languages);

// What was said since the last break, as lines.
export const lately = (page) => page.evaluate(() => {
  const from = window.said.lastIndexOf(null) + 1;
  return window.said.slice(from).map((one) => `${one.lang}: ${one.text}`);
});
