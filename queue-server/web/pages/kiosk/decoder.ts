// Reads QR codes from a camera's picture where the browser cannot. Loaded only then.
import decodeQR from 'qr/decode.js';
import type { CodeReader } from './camera';

const widest = 800;   // px: a slip at arm's length is read from it, and one look stays short

export function decoder(): CodeReader {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return (video) => {
    if (!pen || video.videoWidth === 0) return Promise.resolve(null);
    const scale = Math.min(1, widest / video.videoWidth);
    const { canvas } = pen;
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    return Promise.resolve(textOf(pen.getImageData(0, 0, canvas.width, canvas.height)));
  };
}

// The decoder throws where there is no code, or none that can be read.
export function textOf(image: { width: number; height: number; data: Uint8ClampedArray }): string | null {
  try {
    return decodeQR(image);
  } catch {
    return null;
  }
}
