// proto/openapi.yaml and proto/asyncapi.yaml say what the server does, no less and no more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byeCodes, closeCodes, engineWords, pathLiterals, problems, routes, structs, views, type Member,
} from './cpp-wire';
import { faults, follow } from './json-schema';
import { asyncapi, golden, node, openapi, pascal, source, type Node } from './wire-files';
import type { Yaml } from './yaml';

const schemas = node(node(openapi.components).schemas);
const sorted = <T>(list: Iterable<T>): T[] => [...list].sort();

const member = (schema: string, name: string): Node => node(node(node(schemas[schema]).properties)[name]);

interface Operation extends Node {
  operationId: string;
  responses: Node;
}
function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries(node(openapi.paths)).flatMap(([path, item]) =>
    Object.entries(node(item)).map(([method, operation]) => ({ path, method, operation: operation as Operation })));
}

// Every $ref of a document, with the place where it stands.
function* refs(value: Yaml | undefined): Generator<string> {
  if (typeof value !== 'object') return;
  if (!Array.isArray(value) && typeof value.$ref === 'string') yield value.$ref;
  for (const inner of Object.values(value)) yield* refs(inner);
}

test('every reference leads somewhere, and every schema is referred to', () => {
  const used = new Set([...refs(openapi), ...refs(asyncapi)].map((ref) => ref.replace('./openapi.yaml', '')));
  for (const ref of refs(openapi)) follow(openapi, ref);
  for (const ref of refs(asyncapi))
    if (ref.startsWith('./openapi.yaml')) follow(openapi, ref.replace('./openapi.yaml', ''));
    else follow(asyncapi, ref);
  for (const name of Object.keys(schemas)) assert.ok(used.has(`#/components/schemas/${name}`), name);
});

test('every route of the server is described, and nothing else is', () => {
  const described = operations().map(({ path, method }) => `${method} ${path}`);
  const registered = routes().map((r) => `${r.method} ${r.path}`);
  assert.deepEqual(sorted(described), sorted(registered));
  const paths = routes().map((r) => r.path);
  assert.deepEqual(sorted(new Set(pathLiterals())), sorted(new Set(paths)), 'a route is written in a new way');
});

test('each call says who may make it and whether it takes a key', () => {
  for (const r of routes()) {
    const operation = node(node(node(openapi.paths)[r.path])[r.method]);
    const what = `${r.method} ${r.path}`;
    assert.deepEqual(operation['x-roles'], r.roles, what);
    const anonymous = (operation.security as Node[]).some((one) => Object.keys(one).length === 0);
    assert.equal(anonymous, r.roles === 'anyone', what);
    const keys = [...refs(operation.parameters)].map((ref) => ref.split('/').at(-1)!);
    const wanted = { none: [], optional: ['OptionalKey'], required: ['RequiredKey'] }[r.key];
    assert.deepEqual(keys.filter((name) => name.endsWith('Key')), wanted, what);
  }
});

test('each path names its parameters, and each call has a name of its own', () => {
  const names = operations().map(({ operation }) => operation.operationId);
  assert.equal(new Set(names).size, names.length);
  for (const { path, method, operation } of operations()) {
    const given = [...refs(operation.parameters)].map((ref) => follow(openapi, ref))
      .filter((p) => p.in === 'path').map((p) => p.name as string);
    assert.deepEqual(sorted(given), sorted([...path.matchAll(/{(\w+)}/g)].map((m) => m[1]!)), `${method} ${path}`);
  }
});

test('every problem code is described with its status, title and what to do', () => {
  const described = node(openapi['x-problems']);
  assert.deepEqual(Object.keys(described), problems().map((p) => p.code));
  assert.deepEqual(member('Problem', 'code').enum, problems().map((p) => p.code));
  for (const p of problems()) {
    const entry = node(described[p.code]);
    assert.deepEqual({ status: entry.status, title: entry.title }, { status: p.status, title: p.title }, p.code);
    assert.match(String(entry.act), /\.$/, p.code);
  }
});

test('each code stands at answers of its status, and each at one answer at least', () => {
  const status = new Map(problems().map((p) => [p.code, p.status]));
  const seen = new Set<string>();
  for (const { path, method, operation } of operations()) {
    for (const [answer, response] of Object.entries(operation.responses)) {
      const ref = node(response).$ref;
      const found = typeof ref === 'string' ? follow(openapi, ref) : node(response);
      const codes = found['x-codes'] as string[] | undefined;
      assert.equal(codes !== undefined, answer === 'default' || Number(answer) >= 400, `${method} ${path} ${answer}`);
      for (const code of codes ?? []) {
        seen.add(code);
        if (answer !== 'default') assert.equal(status.get(code), Number(answer), `${method} ${path} ${code}`);
      }
    }
  }
  assert.deepEqual(sorted(seen), sorted(status.keys()));
});

const asSchema: Record<string, Node> = {
  'std::string': { type: 'string' }, bool: { type: 'boolean' }, double: { type: 'number' }, int: { type: 'integer' },
  'std::int64_t': { type: 'integer' }, 'std::uint64_t': { type: 'integer' }, 'std::uint32_t': { type: 'integer' },
  time_point: { type: 'string', format: 'date-time' },
};
function schemaOf(type: string): Node {
  const list = /^std::vector<(.*)>$/.exec(type);
  if (list) return { type: 'array', items: schemaOf(list[1]!) };
  const map = /^std::map<std::string, (.*)>$/.exec(type);
  if (map) return { type: 'object', additionalProperties: schemaOf(map[1]!) };
  return asSchema[type] ?? { $ref: `#/components/schemas/${pascal(type.replace('messages::', ''))}` };
}
// The schema's shape alone: what the C++ type says too.
function shape(schema: Node): Node {
  if ('const' in schema) return { type: 'string' };
  const found: Node = {};
  for (const keyword of ['$ref', 'type', 'format'])
    if (schema[keyword] !== undefined) found[keyword] = schema[keyword]!;
  if (schema.items) found.items = shape(node(schema.items));
  const others = schema.additionalProperties;
  if (typeof others === 'object') found.additionalProperties = shape(node(others));
  return found;
}

test('every message has a schema with the same members, types and optional ones', () => {
  const all = structs();
  assert.deepEqual(sorted(Object.keys(schemas)), sorted([...all.keys()].map(pascal).concat('Localized')));
  for (const [name, members] of all) {
    const schema = node(schemas[pascal(name)]);
    const properties = node(schema.properties ?? {});
    assert.deepEqual(Object.keys(properties), members.map((m) => m.key), name);
    assert.deepEqual(schema.required ?? [], members.filter((m) => !m.optional).map((m) => m.key), name);
    members.forEach((m: Member) =>
      assert.deepEqual(shape(node(properties[m.key])), schemaOf(m.type), `${name}.${m.key}`));
  }
});

test('requests refuse unknown members and say so, answers may gain some', () => {
  const text = source('proto/messages/requests.hpp');
  for (const name of structs().keys())
    assert.equal(node(schemas[pascal(name)]).additionalProperties === false, text.includes(`struct ${name} {`), name);
});

for (const { file, message, value } of golden) {
  test(`${file} is what its schema says`, () => {
    if (message !== 'view-frame')
      return assert.deepEqual(faults(openapi, node(schemas[pascal(message)]), value), []);
    const frame = node(node(node(asyncapi.components).schemas).ViewFrame);
    const { data, ...rest } = value;
    const data_free = { ...frame, properties: { ...node(frame.properties), data: {} } };
    assert.deepEqual(faults(asyncapi, data_free, { ...rest, data }), []);
    assert.deepEqual(faults(openapi, node(schemas.BoardView), data), []);
  });
}

test('the words of the hall are the engine\'s', () => {
  const words = (schema: string, name: string): Yaml | undefined => {
    const found = member(schema, name);
    return found.enum ?? node(found.items).enum;
  };
  for (const [name, ...places] of [
    ['lane', 'StaffTicket.lane', 'StaffLane.id', 'Why.lane', 'PassedOver.lane', 'TicketIssued.lane',
      'TransferVisit.lane', 'Alert.lane'],
    ['counter_kind', 'CounterView.kind', 'ManagerCounter.kind'],
    ['need', 'TakeTicket.needs', 'HallInfo.needs', 'StaffTicket.needs', 'MakeBooking.needs'],
    ['booking_phase', 'BookingView.state'],
    ['ticket_state', 'TicketView.state', 'StaffTicket.state'],
    ['outcome', 'FinishVisit.outcome', 'TicketView.outcome'],
    ['channel', 'TakeTicket.channel', 'StaffTicket.channel'],
    ['call_rule', 'Why.rule'],
    ['counter_mode', 'BoardCounter.state', 'CounterView.state', 'ManagerCounter.state'],
    ['level', 'BoardView.level', 'CounterView.level', 'ManagerView.level'],
  ] as const)
    for (const place of places) {
      const [schema, key] = place.split('.') as [string, string];
      assert.deepEqual(words(schema, key), engineWords(name), place);
    }
  const state = node(follow(openapi, '#/components/parameters/State').schema);
  assert.deepEqual(state.enum, engineWords('ticket_state'));
  const roles = /words\{([\s\S]*?)\}/.exec(source('queue-server/gateway/roles.cpp'))![1]!;
  assert.deepEqual(words('SessionInfo', 'role'), [...roles.matchAll(/"(\w+)"/g)].map((m) => m[1]));
  const alerts = source('queue-server/service/views_staff.cpp').matchAll(/(?:about\(|push_back\(\s*\{)"([a-z-]+)"/g);
  assert.deepEqual(sorted(words('Alert', 'code') as string[]), sorted(new Set([...alerts].map((m) => m[1]!))));
  const log = source('queue-server/engine/apply.cpp').matchAll(/(?:log\(|page_ends\(e\.page, )"([a-z-]+)"/g);
  const said = [...log].map((m) => m[1]!);
  assert.deepEqual(sorted(words('LevelEntry', 'what') as string[]), sorted([...engineWords('level'), ...said]));
});

test('every view of the server has a channel, with who may watch it', () => {
  const described = Object.values(node(asyncapi.channels)).map((channel) => ({
    name: String(node(channel)['x-view']).replace(/\{.*$/, ''), roles: node(channel)['x-roles'],
  }));
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  assert.deepEqual(described.sort(byName), views().sort(byName));
});

test('every goodbye and every close code is described', () => {
  assert.deepEqual(sorted(Object.keys(node(asyncapi['x-bye-codes']))), sorted(byeCodes()));
  assert.deepEqual(sorted(member('ByeFrame', 'code').enum as string[]), sorted(byeCodes()));
  // 1007 and 1009 are the WebSocket library's.
  const closes = sorted(new Set([...closeCodes(), '1007', '1009']));
  assert.deepEqual(sorted(Object.keys(node(asyncapi['x-close-codes']))), closes);
  for (const bye of Object.values(node(asyncapi['x-bye-codes'])))
    assert.ok(String(node(bye).close) in node(asyncapi['x-close-codes']));
});
