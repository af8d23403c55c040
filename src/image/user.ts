/** Who the image runs as: the config's `User` resolved by the final filesystem's accounts. */
import type { Image, ResolvedUser } from './model.ts';

interface Accounts extends Pick<Image, 'passwd' | 'group'> {
  /** Whether every layer was read: only then is an account that is not found missing. */
  readonly whole: boolean;
}

const number = /^[0-9]+$/;

/** Resolves `name`, `uid`, and either with `:group` or `:gid`. An empty text is root. */
export function resolveUser(text: string, { passwd, group, whole }: Accounts): ResolvedUser {
  const cut = text.indexOf(':');
  const userText = (cut < 0 ? text : text.slice(0, cut)) || '0';
  const groupText = cut < 0 ? '' : text.slice(cut + 1);
  const account = passwd.find(
    ({ user, uid }) => user === userText || (number.test(userText) && uid === Number(userText)),
  );
  const named = group.find(
    (entry) => entry.group === groupText || (number.test(groupText) && entry.gid === Number(groupText)),
  );
  const uid = account?.uid ?? idOf(userText);
  const gid =
    groupText === '' ? (account?.gid ?? (uid === undefined ? undefined : 0)) : (named?.gid ?? idOf(groupText));
  const noUser = !account && !number.test(userText);
  const noGroup = groupText !== '' && !named && !number.test(groupText);
  return { text, uid, gid, missing: whole ? (noUser ? 'user' : noGroup ? 'group' : undefined) : undefined };
}

/** A number is its own id, and root is 0 even where no account says so. */
function idOf(text: string): number | undefined {
  if (number.test(text)) return Number(text);
  return text === 'root' ? 0 : undefined;
}
