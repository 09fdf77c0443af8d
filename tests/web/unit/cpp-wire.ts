// What the C++ says about the wire, read from its text: structs, routes, roles, problems, words.
import { camel, filesIn, kebab, source } from './wire-files';

export interface Member {
  key: string;
  type: string;        // C++'s, without std::optional
  optional: boolean;
}

// Every described struct of proto/messages, by name, with its members in their order.
export function structs(): Map<string, Member[]> {
  const all = new Map<string, Member[]>();
  for (const header of ['common', 'requests', 'answers', 'views', 'notices']) {
    const text = source(`proto/messages/${header}.hpp`);
    for (const [, name, body] of text.matchAll(/^struct (\w+) \{([\s\S]*?)\}\s*;?\n/gm)) {
      const members = new Map<string, Member>();
      for (const [, type, member] of body!.matchAll(/^ {2}([a-z][\w:<>, ]*?)\s+(\w+)(?: = [^;]+)?;/gm)) {
        const inner = /^std::optional<(.*)>$/.exec(type!);
        members.set(member!, { key: camel(member!), type: inner?.[1] ?? type!, optional: inner !== null });
      }
      const macro = `^BOOST_DESCRIBE_STRUCT\\(${name},\\s*\\(\\),\\s*\\(([\\s\\S]*?)\\)\\)`;
      const described = new RegExp(macro, 'm').exec(text);
      if (!described) throw new Error(`${name} is not described`);
      const order = described[1]!.split(',').map((one) => one.trim()).filter((one) => one !== '');
      if (order.length !== members.size) throw new Error(`${name} has members that are not described`);
      all.set(name!, order.map((one) => {
        const member = members.get(one);
        if (!member) throw new Error(`${name}.${one} is not a member`);
        return member;
      }));
    }
  }
  return all;
}

export interface Route {
  method: string;                // "post"
  path: string;
  roles: string[] | 'anyone';
  key: string;                   // none, optional, required
}

const routeFiles = () => filesIn('queue-server/gateway').filter((name) => name.endsWith('_routes.cpp'));

function rolesOf(text: string, audience: string): string[] | 'anyone' {
  if (audience === 'everyone') return 'anyone';
  const only = 'only\\(\\s*\\{([^}]*)\\}\\s*\\)';
  const found = new RegExp(`^${only}$`).exec(audience) ?? new RegExp(`constexpr auto ${audience} =\\s+${only}`).exec(text);
  if (!found) throw new Error(`who is ${audience}?`);
  return found[1]!.split(',').map((one) => one.trim());
}

// Every route that is registered, whatever way its file writes it.
export function routes(): Route[] {
  const all: Route[] = [];
  for (const file of routeFiles()) {
    const text = source(`queue-server/gateway/${file}`);
    for (const [, method, path, audience, key] of
      text.matchAll(/method::(\w+),\s*"(\/[^"]*)",\s*(\w+|only\(\s*\{[^}]*\}\s*\)),\s*key_need::(\w+)/g))
      all.push({ method: method!.replace(/_$/, ''), path: path!, roles: rolesOf(text, audience!), key: key! });
    const helper = /push_back\(\s*\{(?:net::)?method::(\w+),\s*pattern,\s*(\w+),\s*key,/.exec(text);
    if (helper)
      for (const [, path, key] of text.matchAll(/\badd\(\s*"(\/[^"]*)",\s*key_need::(\w+)/g))
        all.push({ method: helper[1]!, path: path!, roles: rolesOf(text, helper[2]!), key: key! });
  }
  return all;
}

// Every path that stands in the route files as a text of its own.
export const pathLiterals = (): string[] =>
  routeFiles().flatMap((file) => [...source(`queue-server/gateway/${file}`)
    .matchAll(/"(\/(?:api\/v1|healthz|readyz|metrics)[^" ]*)"/g)].map((m) => m[1]!));

export const problems = (): { code: string; status: number; title: string }[] =>
  [...source('queue-server/gateway/problem.cpp').matchAll(/problem_kind\{\s*"([a-z-]+)",\s*(\d+),\s*"([^"]+)"\}/g)]
    .map(([, code, status, title]) => ({ code: code!, status: Number(status), title: title! }));

// The words of a described enumeration of the engine.
export function engineWords(name: string): string[] {
  const text = source('queue-server/service/engine_describe.hpp');
  const found = new RegExp(`BOOST_DESCRIBE_ENUM\\(${name},([^)]*)\\)`).exec(text);
  if (!found) throw new Error(`${name} is not described`);
  return found[1]!.split(',').map((one) => kebab(one.trim()));
}

export interface View {
  name: string;                  // "board", "counter:"
  roles: string[] | 'anyone';
}

// The views that live.cpp knows, with who may watch them.
export function views(): View[] {
  const text = source('queue-server/gateway/live.cpp');
  const body = /\nwanted_view find_view\([\s\S]*?\n}\n/.exec(text);
  if (!body) throw new Error('where is find_view?');
  return body[0].split(/\n {2}if \(/).slice(1).flatMap((part) => {
    const who = /everyone|only\(\{([^}]*)\}\)/.exec(part);
    if (!who) throw new Error(`who may watch this? ${part}`);
    const roles = who[1] === undefined ? 'anyone' as const : who[1].split(',').map((one) => one.trim());
    const names = [...part.matchAll(/view == "(\w+)"|view\.starts_with\("(\w+:)"\)/g)].map((m) => m[1] ?? m[2]!);
    return names.map((name) => ({ name, roles }));
  });
}

const gateway = () => source('queue-server/gateway/live.cpp') + source('queue-server/gateway/gateway_server.cpp');
export const byeCodes = (): string[] =>
  [...new Set([...gateway().matchAll(/\b(?:say_)?bye\(\s*"([a-z-]+)"/g)].map((m) => m[1]!))];
export const closeCodes = (): string[] => {
  const text = gateway() + source('proto/net/ws_server_impl.hpp');
  return [...text.matchAll(/constexpr std::uint16_t \w+\s*=\s*(1\d{3});/g)].map((m) => m[1]!);
};
