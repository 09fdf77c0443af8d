// How many counters stand in a row, and how large: few and large, or up to forty and dense. Pure.

export type Layout = 'hall' | 'portrait' | 'many';
export type Density = 'roomy' | 'medium' | 'dense' | 'packed';

export function densityOf(count: number): Density {
  return count <= 6 ? 'roomy' : count <= 16 ? 'medium' : count <= 24 ? 'dense' : 'packed';
}

// Rows as full as can be: nineteen counters are three rows of seven, not two of eight and a rest.
export function columnsOf(count: number, shape: Layout): number {
  const most = mostColumns(count, shape);
  const rows = Math.max(1, Math.ceil(count / most));
  return Math.max(1, Math.ceil(count / rows));
}

function mostColumns(count: number, shape: Layout): number {
  if (shape === 'portrait') return count <= 6 ? 2 : count <= 24 ? 3 : 4;
  if (shape === 'many') return count <= 6 ? 3 : count <= 12 ? 4 : count <= 20 ? 5 : count <= 30 ? 6 : 8;
  return count <= 6 ? 6 : count <= 24 ? 8 : 10;
}
