// The files that say what is on the wire: documents, golden messages, and the C++ that they must agree with.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readYaml, type Yaml } from './yaml';

// Tests run bundled in .build/web-unit.
const root = new URL('../../', import.meta.url);

export const path = (name: string): string => fileURLToPath(new URL(name, root));
export const source = (path: string): string => readFileSync(new URL(path, root), 'utf8');
export const filesIn = (folder: string): string[] => readdirSync(fileURLToPath(new URL(folder, root))).sort();

export type Node = { [key: string]: Yaml };
export const node = (value: Yaml | undefined): Node => {
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`no mapping: ${JSON.stringify(value)}`);
  return value;
};
export const openapi = node(readYaml(source('proto/openapi.yaml')));
export const asyncapi = node(readYaml(source('proto/asyncapi.yaml')));

export interface Golden {
  file: string;      // "ticket-view.called.json"
  message: string;   // "ticket-view"
  value: Record<string, unknown>;
}
export const golden: Golden[] = filesIn('proto/golden').map((file) => ({
  file, message: file.split('.')[0]!, value: JSON.parse(source(`proto/golden/${file}`)) as Record<string, unknown>,
}));

export const pascal = (name: string): string =>
  name.split(/[-_]/).map((part) => part[0]!.toUpperCase() + part.slice(1)).join('');
export const camel = (name: string): string => name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
export const kebab = (name: string): string => name.replaceAll('_', '-');
