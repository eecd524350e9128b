// Words can be heard where the browser has a voice of its own for their language: nothing leaves the device.
const voiceFor = (language) => speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2) === language.slice(0, 2));

export function offerToSay() {
  if (!window.speechSynthesis) return;
  for (const button of document.querySelectorAll('[data-say]')) button.hidden = !voiceFor(button.dataset.language);
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-say]');
  if (!button) return;
  const words = new SpeechSynthesisUtterance(button.dataset.say);
  words.voice = voiceFor(button.dataset.language);
  words.lang = words.voice.lang;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
});

window.speechSynthesis?.addEventListener?.('voiceschanged', offerToSay);
