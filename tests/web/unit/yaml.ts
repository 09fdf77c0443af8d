// Reads the YAML of proto/*.yaml: block mappings and sequences, flow collections on one line, plain and
// single-quoted scalars, `|` and `>-`. Anything else of YAML throws, so that what is read is what others read.
export type Yaml = string | number | boolean | Yaml[] | { [key: string]: Yaml };

interface Line {
  indent: number;
  text: string;
  number: number;
}

export function readYaml(text: string): Yaml {
  return new Reader(text).document();
}

class Reader {
  private readonly raw: string[];
  private at = 0;

  constructor(text: string) {
    this.raw = text.split('\n');
  }

  document(): Yaml {
    const value = this.block(0);
    const rest = this.peek();
    if (rest) throw this.wrong(rest, 'is not part of the document');
    return value;
  }

  private wrong(line: Line, what: string): Error {
    return new Error(`line ${line.number}: ${what}: ${line.text}`);
  }

  private peek(): Line | undefined {
    for (; this.at < this.raw.length; this.at++) {
      const line = this.raw[this.at]!;
      const text = line.trim();
      if (text !== '' && !text.startsWith('#'))
        return { indent: line.length - line.trimStart().length, text, number: this.at + 1 };
    }
    return undefined;
  }

  private block(indent: number): Yaml {
    const first = this.peek();
    if (!first || first.indent !== indent) throw new Error(`line ${this.at + 1}: a value is missing`);
    return first.text.startsWith('- ') ? this.sequence(indent) : this.mapping(indent);
  }

  private sequence(indent: number): Yaml[] {
    const list: Yaml[] = [];
    for (let line = this.peek(); line && line.indent === indent; line = this.peek()) {
      if (!line.text.startsWith('- ')) throw this.wrong(line, 'is no item');
      const item = line.text.slice(2);
      if (key(item)) {
        // A mapping that begins beside its dash.
        this.raw[this.at] = ' '.repeat(indent + 2) + item;
        list.push(this.mapping(indent + 2));
      } else {
        this.at++;
        list.push(this.scalar(item, indent, line));
      }
    }
    return list;
  }

  private mapping(indent: number): Yaml {
    const map: { [key: string]: Yaml } = {};
    for (let line = this.peek(); line && line.indent === indent; line = this.peek()) {
      const found = key(line.text);
      if (!found) throw this.wrong(line, 'is no key');
      if (found.name in map) throw this.wrong(line, 'comes twice');
      this.at++;
      if (found.rest === '') {
        const next = this.peek();
        if (!next || next.indent <= indent) throw this.wrong(line, 'has no value');
        map[found.name] = this.block(next.indent);
      } else {
        map[found.name] = this.scalar(found.rest, indent, line);
      }
    }
    return map;
  }

  private scalar(text: string, indent: number, line: Line): Yaml {
    if (text === '|' || text === '>-') return this.words(text, indent);
    const flow = new Flow(text);
    try {
      const value = text.startsWith('{') || text.startsWith('[') || text.startsWith("'") ? flow.value() : plain(text);
      if ('{[\''.includes(text[0]!) && !flow.done()) throw new Error('goes on after its end');
      return value;
    } catch (error) {
      throw this.wrong(line, (error as Error).message);
    }
  }

  private words(style: string, indent: number): string {
    const lines: string[] = [];
    for (; this.at < this.raw.length; this.at++) {
      const line = this.raw[this.at]!;
      if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break;
      lines.push(line.slice(indent + 2));
    }
    while (lines.at(-1) === '') lines.pop();
    return style === '|' ? lines.join('\n') + '\n' : lines.join(' ');
  }
}

// `name: rest` or `'name': rest`.
function key(text: string): { name: string; rest: string } | undefined {
  const found = /^(?:'([^']+)'|([A-Za-z0-9_$./{}-]+)):(?: +(.*))?$/.exec(text);
  return found ? { name: found[1] ?? found[2]!, rest: found[3] ?? '' } : undefined;
}

function plain(text: string): Yaml {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(null|~|yes|no|on|off)$/i.test(text) || /^[-?:,[\]{}#&*!|>'"%@`]/.test(text) || /: | #|:$/.test(text))
    throw new Error('must be quoted');
  return text;
}

// { a: 1, b: [c, 'd'] }
class Flow {
  private at = 0;
  constructor(private readonly text: string) {}

  done(): boolean {
    return this.at === this.text.length;
  }

  value(): Yaml {
    const c = this.text[this.at];
    if (c === '{') return this.mapping();
    if (c === '[') return this.list();
    if (c === "'") return this.quoted();
    const end = this.text.slice(this.at).search(/,|]| }|}$|$/);
    return plain(this.take(end).trim());
  }

  private take(length: number): string {
    const part = this.text.slice(this.at, this.at + length);
    this.at += length;
    return part;
  }

  private skip(what: string): boolean {
    while (this.text[this.at] === ' ') this.at++;
    const there = this.text.startsWith(what, this.at);
    if (there) this.at += what.length;
    while (there && this.text[this.at] === ' ') this.at++;
    return there;
  }

  private list(): Yaml[] {
    const list: Yaml[] = [];
    this.skip('[');
    while (!this.skip(']')) {
      if (list.length > 0 && !this.skip(',')) throw new Error('needs a comma');
      list.push(this.value());
    }
    return list;
  }

  private mapping(): Yaml {
    const map: { [key: string]: Yaml } = {};
    this.skip('{');
    for (let first = true; !this.skip('}'); first = false) {
      if (!first && !this.skip(',')) throw new Error('needs a comma');
      const name = this.text[this.at] === "'" ? this.quoted() : this.take(this.text.slice(this.at).search(/:/));
      if (!this.skip(':') || name in map) throw new Error('needs a key of its own');
      map[name] = this.value();
    }
    return map;
  }

  private quoted(): string {
    const found = /^'((?:[^']|'')*)'/.exec(this.text.slice(this.at));
    if (!found) throw new Error('needs a closing quote');
    this.at += found[0].length;
    return found[1]!.replaceAll("''", "'");
  }
}
