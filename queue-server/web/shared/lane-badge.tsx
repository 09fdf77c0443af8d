// A lane's badge: its colour and shape come from lanes.css, its character from here. Decorative beside the
// lane's name; alone it needs `label`.
const marks: Readonly<Record<string, string>> = {
  general: '普', express: '快', priority: '愛', booked: '約', returning: '續',
};

export function LaneBadge({ lane, mark, label }: { lane: string; mark?: string; label?: string }) {
  const character = mark ?? marks[lane] ?? lane.slice(0, 1).toUpperCase();
  return (
    <span class={`lane-badge lane-${lane}`} role={label ? 'img' : undefined} aria-label={label}
      aria-hidden={label ? undefined : true}>
      {character}
    </span>
  );
}
