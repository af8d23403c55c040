/** `/etc/passwd`, `/etc/group`, `/etc/shadow` and the sudoers files. Of a password only its state is kept, never its hash. */
import type { Extracts } from '../facts.ts';
import { type Extractor, numberedLines } from './extractor.ts';

type ShadowState = Extracts['shadow'][number]['state'];

/** Accounts; one whose password field is empty can be entered without any, whatever `/etc/shadow` says. */
export const passwd: Extractor = (path, bytes, { extracts }) => {
  for (const [line, text] of numberedLines(bytes)) {
    const [user, password, uid, gid, , home, shell] = text.split(':');
    if (!user || shell === undefined || !isId(uid) || !isId(gid)) continue;
    extracts.passwd.push({ path, line, user, uid: Number(uid), gid: Number(gid), home: home ?? '', shell });
    if (password === '') extracts.shadow.push({ path, line, user, state: 'empty' });
  }
};

/** Groups and their members. */
export const group: Extractor = (path, bytes, { extracts }) => {
  for (const [line, text] of numberedLines(bytes)) {
    const [name, , gid, members] = text.split(':');
    if (!name || !isId(gid)) continue;
    const list = (members ?? '').split(',').filter((member) => member !== '');
    extracts.group.push({ path, line, group: name, gid: Number(gid), members: list });
  }
};

/** Whether each account has a password. */
export const shadow: Extractor = (path, bytes, { extracts }) => {
  for (const [line, text] of numberedLines(bytes)) {
    const [user, password] = text.split(':');
    if (user && password !== undefined) extracts.shadow.push({ path, line, user, state: stateOf(password) });
  }
};

function stateOf(password: string): ShadowState {
  if (password === '') return 'empty';
  if (password.startsWith('$')) return 'hashed';
  // Traditional crypt(3) is 13 characters, its extended form 20 after an underscore.
  return /^([./0-9A-Za-z]{13}|_[./0-9A-Za-z]{19})$/.test(password) ? 'des' : 'locked';
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}

/** Who may run what as another user. */
export const sudoers: Extractor = (path, bytes, { extracts }) => {
  let pending = '';
  let start = 0;
  for (const [line, text] of numberedLines(bytes)) {
    if (pending === '') start = line;
    if (text.endsWith('\\')) {
      pending += `${text.slice(0, -1)} `;
      continue;
    }
    const grant = grantOf(pending + text);
    if (grant) extracts.sudoers.push({ path, line: start, ...grant });
    pending = '';
  }
};

function grantOf(text: string): { who: string; nopasswd: boolean; all: boolean } | undefined {
  // No honest line is longer, and matching takes time quadratic in it.
  const spec = text
    .slice(0, 4096)
    .replace(/(^|\s)#(?!\d).*$/, '')
    .trim();
  const match = /^(\S+)\s+[^=]+=\s*(?:\([^)]*\))?\s*(.*)$/.exec(spec);
  const [, who, commands] = match ?? [];
  if (who === undefined || commands === undefined || /^(Defaults|@|\w+_Alias\b)/.test(who)) return undefined;
  const all = commands.split(',').some((part) => part.replace(/^\s*(?:[A-Z_]+:\s*)*/, '').trim() === 'ALL');
  return { who, nopasswd: /\bNOPASSWD:/.test(commands), all };
}
