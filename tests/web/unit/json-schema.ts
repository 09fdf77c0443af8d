// Checks a value against the part of JSON Schema that proto/openapi.yaml uses; an unknown keyword throws. Stricter
// than the standard in one thing: a member that the schema does not name is wrong, so that documents stay complete.
import { node, type Node } from './wire-files';
import type { Yaml } from './yaml';

const known = new Set(['$ref', 'type', 'const', 'enum', 'properties', 'required', 'additionalProperties', 'items',
  'minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum', 'pattern', 'format', 'description', 'oneOf']);
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// What '#/a/b' means in the document.
export function follow(document: Node, ref: string): Node {
  let at: Yaml | undefined = document;
  for (const step of ref.replace(/^#\//, '').split('/')) at = node(at)[step.replaceAll('~1', '/')];
  if (at === undefined) throw new Error(`${ref} leads nowhere`);
  return node(at);
}

// Every place where the value is not what the schema says, as "/now/0/at: must be a time".
export function faults(document: Node, schema: Node, value: unknown, place = ''): string[] {
  for (const keyword of Object.keys(schema)) if (!known.has(keyword)) throw new Error(`${keyword} is not read here`);
  const found: string[] = [];
  const wrong = (what: string) => void found.push(`${place || '/'}: ${what}`);
  if (typeof schema.$ref === 'string') found.push(...faults(document, follow(document, schema.$ref), value, place));
  if ('const' in schema && value !== schema.const) wrong(`must be ${schema.const}`);
  if (schema.enum && !(schema.enum as unknown[]).includes(value)) wrong(`must be one of ${schema.enum}`);
  if (schema.oneOf && (schema.oneOf as Node[]).filter((one) => faults(document, one, value).length === 0).length !== 1)
    wrong('must be one of several');
  switch (schema.type) {
    case 'object': found.push(...objectFaults(document, schema, value, place)); break;
    case 'array':
      if (!Array.isArray(value)) return [...found, `${place}: must be a list`];
      if (value.length < Number(schema.minItems ?? 0)) wrong('is too short');
      if (value.length > Number(schema.maxItems ?? Infinity)) wrong('is too long');
      value.forEach((item, i) => found.push(...faults(document, node(schema.items), item, `${place}/${i}`)));
      break;
    case 'string':
      if (typeof value !== 'string') return [...found, `${place}: must be a string`];
      if (schema.format === 'date-time' && !time.test(value)) wrong('must be a time');
      if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern, 'u').test(value)) wrong('has another form');
      if ([...value].length < Number(schema.minLength ?? 0)) wrong('is too short');
      if ([...value].length > Number(schema.maxLength ?? Infinity)) wrong('is too long');
      break;
    case 'integer': case 'number':
      if (typeof value !== 'number') return [...found, `${place}: must be a number`];
      if (schema.type === 'integer' && !Number.isInteger(value)) wrong('must be whole');
      if (value < Number(schema.minimum ?? -Infinity)) wrong('is too small');
      if (value > Number(schema.maximum ?? Infinity)) wrong('is too large');
      break;
    case 'boolean': if (typeof value !== 'boolean') wrong('must be true or false'); break;
    case undefined: break;
    default: throw new Error(`the type ${String(schema.type)} is not read here`);
  }
  return found;
}

function objectFaults(document: Node, schema: Node, value: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place}: must be an object`];
  const properties = node(schema.properties ?? {});
  const other = schema.additionalProperties;
  const found: string[] = [];
  for (const name of (schema.required as string[] | undefined) ?? [])
    if (!(name in value)) found.push(`${place}/${name}: is missing`);
  for (const [name, member] of Object.entries(value)) {
    const inner = properties[name] ?? (typeof other === 'object' ? other : undefined);
    if (inner === undefined) found.push(`${place}/${name}: is not in the schema`);
    else found.push(...faults(document, node(inner), member, `${place}/${name}`));
  }
  return found;
}
