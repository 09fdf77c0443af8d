// Line icons, drawn here so that nothing is fetched. Always beside words; hidden from screen readers.
const shapes: Readonly<Record<string, string>> = {
  'arrow-right': 'M4 12h15M13 6l6 6-6 6',
  'arrow-left': 'M20 12H5M11 6l-6 6 6 6',
  'arrow-up': 'M12 20V5M6 11l6-6 6 6',
  'arrow-down': 'M12 4v15M6 13l6 6 6-6',
  check: 'M4 12.5l5.5 5.5L20 6.5',
  close: 'M5 5l14 14M19 5L5 19',
  plus: 'M12 4v16M4 12h16',
  warning: 'M12 3.5L22 20.5H2zM12 10v5M12 17.8v.2',
  offline: 'M2 8.5a15 15 0 0 1 6-3.3M12 4.8a15 15 0 0 1 10 3.7M5.5 12.5a10 10 0 0 1 5-2.6M16 11a10 10 0 0 1 2.5 1.5M9 16.2a5 5 0 0 1 6 0M12 19.8v.2M3 3l18 18',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 4.5a3.3 3.3 0 0 1 0 6M17.5 13.8c2.6.6 4 3 4 6.2',
  sound: 'M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4.5 4.5 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  muted: 'M4 9.5v5h3.5l5 4v-13l-5 4zM16 9.5l5 5M21 9.5l-5 5',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4.5v15l12-7.5z',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21',
  foreign: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  text: 'M3 19L8.5 5 14 19M5 14.5h7M15.5 19l3-8 3 8M16.5 16.5h4',
  reach: 'M12 3v11M7 10l5 5 5-5M4 20h16',
  home: 'M4 11l8-7 8 7M6.5 9.5V20h11V9.5',
  document: 'M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h5',
  camera: 'M3 7.5h4l2-3h6l2 3h4v12H3zM12 9.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  ticket: 'M3 7h18v3.5a2 2 0 0 0 0 3.5v3.5H3V14a2 2 0 0 0 0-3.5zM14 7v2M14 12v1M14 16v1.5',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.3 9.3a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3 1-1.3 2M12 16.8v.2',
  // life events
  baby: 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 21c0-5 3-8 7-8s7 3 7 8M9.5 21v-3.5h5V21',
  marriage: 'M9 9.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM15 9.5a5.5 5.5 0 1 1-3 10.1M12 10.4a5.5 5.5 0 0 1 3-.9M10 3.5h4l1 2-3 3-3-3z',
  other: 'M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16.5 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 20c0-4.5 2.5-7 5.5-7s5.5 2.5 5.5 7M14.5 14c3-1 7 .5 7 6',
  moving: 'M2.5 17V6.5h11V17M13.5 10h4l4 4v3M7 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  'id-card': 'M2.5 5.5h19v13h-19zM8 9a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM5 16c0-1.800 1.300-2.700 3-2.700s3 .9 3 2.700M14 10h4.5M14 14h4.5',
  name: 'M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3M14 20h6',
};

export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name] ?? shapes['document']} />
    </svg>
  );
}
