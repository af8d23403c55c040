/** A reader of XML, strict enough to refuse what is not well-formed. */

export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

const token = /<\?xml[^>]*\?>\s*|<(\/?)([a-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/giy;

/** The root element; throws where the text is no XML. */
export function parseXml(text: string): Node {
  const root = { name: '', attributes: {}, children: [] as Node[], text: '' };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`no XML at ${from}: ${text.slice(from, from + 60)}`);
    const [, closing, name, attributes, empty, between] = match;
    const top = open.at(-1);
    if (top === undefined) throw new Error('too many closing tags');
    if (between !== undefined) top.text += decode(between);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const node = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
      top.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  const [first, ...more] = root.children;
  if (open.length !== 1 || first === undefined || more.length > 0) throw new Error('not one root element');
  return first;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([\w-]+)="([^"]*)"/g), ([, key = '', value = '']) => [key, decode(value)]),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw new Error('a character XML forbids');
  return text.replace(/&(\w*);?/g, (_, name: string) => {
    const character = entities[name];
    if (character === undefined) throw new Error(`&${name}; is no entity`);
    return character;
  });
}
