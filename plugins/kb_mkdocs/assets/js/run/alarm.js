// What a device may do beside drawing: stay awake, ring, shake. Each only where the browser lets it, and says so where it does not.
(function (root) {
  "use strict";

  let lock = null;
  let wanted = false;
  let asking = null;
  let audio = null;

  // Asks that the screen stay on while `wake(true)` stands. Resolves to whether it does.
  async function wake(on) {
    wanted = on;
    if (!on) {
      await lock?.release().catch(() => {});
      lock = null;
      return false;
    }
    if (lock && !lock.released) return true;
    asking ??= ask().finally(() => { asking = null; }); // two locks at once: one of them nobody would let go
    return asking;
  }

  async function ask() {
    try {
      lock = await navigator.wakeLock.request("screen");
      if (!wanted) await wake(false); // it ended while we asked
      return wanted;
    } catch {
      return false; // no such thing here, plain http, or a battery that is low
    }
  }

  // The browser lets go of the screen whenever the page is hidden.
  document.addEventListener("visibilitychange", () => { if (wanted && document.visibilityState === "visible") wake(true); });

  // Sound needs a touch first: called when it is switched on.
  function allowSound() {
    const Audio = root.AudioContext ?? root.webkitAudioContext;
    if (!Audio) return false;
    audio ??= new Audio();
    audio.resume();
    return true;
  }

  // Two short tones.
  function ring() {
    if (!audio) return;
    for (const [start, pitch] of [[0, 660], [0.35, 880]]) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.25, audio.currentTime + start);
      loudness.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.3);
      tone.connect(loudness).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.32);
    }
  }

  function shake() {
    navigator.vibrate?.([200, 100, 200]);
  }

  root.kbRunAlarm = { wake, allowSound, ring, shake, canShake: () => typeof navigator.vibrate === "function" };
})(globalThis);
