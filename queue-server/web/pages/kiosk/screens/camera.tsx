// The camera's picture, as in a mirror, until it has seen a code of ours: a booking, a missed ticket, a return pass.
// Without a camera it says so, and the code can be typed.
import { useEffect, useRef } from 'preact/hooks';
import { Banner, Button } from '../../../shared/components';
import { t } from '../../../shared/i18n';
import { CameraReader, cameraState } from '../camera';
import { goBack, takeScanned, touch } from '../store';

export function CameraScreen() {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    const reader = new CameraReader(video.current, (read) => {
      touch();
      void takeScanned(read);
    });
    void reader.start();
    return () => reader.stop();
  }, []);
  const state = cameraState.value;
  const failed = state === 'none' || state === 'refused' || state === 'busy';
  const sees = state === 'looking' || state === 'foreign';
  return (
    <main class={`screen camera ${failed ? 'failed' : ''}`}>
      <div class="camera-view">
        <div class="camera-words">
          <h1>{t('camera.title')}</h1>
          {!failed && <p class="hint">{t('camera.hint')}</p>}
          {failed || state === 'foreign'
            ? <Banner tone={failed ? 'bad' : 'warn'} urgent>{t(`camera.${state}`)}</Banner>
            : <p class="says" role="status">{t(`camera.${state}`)}</p>}
        </div>
        <div class={`viewfinder ${sees ? 'sees' : ''}`} aria-hidden="true">
          <video ref={video} muted playsInline />
          <div class="aim" />
        </div>
      </div>
      <div class="camera-ways">
        <Button class="go" icon="text" onPress={goBack}>{t('camera.type')}</Button>
      </div>
    </main>
  );
}
