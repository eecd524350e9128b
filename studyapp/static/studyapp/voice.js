// A statement can be heard where the browser has a voice of its own for its language: nothing leaves the device.
const voiceFor = (language) => speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2));
const languageOf = (element) => element.closest('[lang]').lang;
const said = (button) => button.parentElement.querySelector('[data-said]');

export function offerToSay() {
  if (!window.speechSynthesis) return;
  for (const button of document.querySelectorAll('[data-say]')) button.hidden = !voiceFor(languageOf(said(button)));
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-say]');
  if (!button) return;
  const words = new SpeechSynthesisUtterance(said(button).textContent);
  words.voice = voiceFor(languageOf(said(button)));
  words.lang = words.voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
});

window.speechSynthesis?.addEventListener?.('voiceschanged', offerToSay);
