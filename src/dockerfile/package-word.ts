/** One word of an install as package and version, by each manager's syntax. */
import type { PackageManager, VersionSyntax } from './data/package-managers.ts';
import type { ShellWord } from './script-model.ts';
import { isNameChar } from './space.ts';

/** Where a package comes from: the manager's index, a file or folder, an address, or a group of packages. */
export type PackageKind = 'package' | 'file' | 'url' | 'group' | 'unknown';

export interface PackageText {
  readonly kind: PackageKind;
  readonly name: string | undefined;
  /** What was asked for, without the operator: `1.2`, `1.*`, `latest`. Present whenever a version was written, known or not. */
  readonly version?: string | undefined;
  /** `=`, `==`, `>=`, `~=`, `@`, `^` …. */
  readonly operator?: string | undefined;
}

/** A name, and a version behind its operator. */
function patternOf(versions: VersionSyntax): RegExp {
  switch (versions) {
    case 'apt':
      return /^(?<name>[^=/]+?)(?::[a-z0-9]+)?(?:(?<operator>=|\/)(?<version>.*))?$/;
    case 'apk':
      return /^(?<name>[^=<>~@]+)(?:(?<operator>[=<>~]=?|~)(?<version>[^@]*))?(?:@.*)?$/;
    case 'rpm':
      return /^(?<name>.+?)(?:(?<operator>-)(?<version>(?:\d+:)?\d[^-]*(?:-\d[^-]*)?))?$/;
    case 'zypper':
      return /^(?<name>[^=<>]+?)(?:(?<operator>[=<>]=?|-(?=\d))(?<version>.*))?$/;
    case 'pip':
      return /^(?<name>[^=<>~!;@[\s]+)(?:\[[^\]]*\])?\s*(?:(?<operator>===|[=<>~!]=|[<>]|\s*@\s*)(?<version>[^;]*))?(?:;.*)?$/;
    case 'at':
      return /^(?<name>@?[^@]+)(?:(?<operator>@)(?<version>.*))?$/;
    case 'gem':
      return /^(?<name>[^:]+)(?:(?<operator>:)(?<version>.*))?$/;
    case 'composer':
      return /^(?<name>[^:= ]+)(?:(?<operator>[:= ])(?<version>.*))?$/;
    case 'conda':
      return /^(?:[^:]*::)?(?<name>[^=<>! [\]]+)(?:\s*(?<operator>[=<>!]=?|\[version=)(?<version>.*))?$/;
    case 'none':
      return /^(?<name>.*)$/;
  }
}

/** `undefined` when the word is no package at all: an empty string, a shell's leftovers. */
export function readPackage(manager: PackageManager, word: ShellWord): PackageText | undefined {
  const text = word.text ?? word.prefix;
  if (word.text === undefined) return unknownPackage(manager, word);
  if (text === '') return undefined;
  const kind = kindOf(manager, text);
  if (kind === 'url' && manager.versions === 'at' && /#.+/.test(text)) {
    return { kind, name: text.replace(/#.*/, ''), operator: '#', version: text.replace(/^[^#]*#/, '') };
  }
  if (kind === 'url' && manager.versions === 'pip' && /@[^/@]+$/.test(text.replace(/^[^:]*:\/\/[^/]*/, ''))) {
    const at = text.lastIndexOf('@');
    return { kind, name: text.slice(0, at), operator: '@', version: text.slice(at + 1) };
  }
  if (kind !== 'package') return { kind, name: text };
  return split(manager, text);
}

function split({ versions }: PackageManager, text: string): PackageText {
  if (isNameAlone(versions, text)) return { kind: 'package', name: text };
  const { name, operator, version } = patternOf(versions).exec(text)?.groups ?? {};
  if (version === undefined || operator === undefined) return { kind: 'package', name: name ?? text };
  return { kind: 'package', name: name ?? text, operator: operator.trim(), version: version.trim() };
}

/** The usual case: nothing in the word can be an operator. Packages of RPM have their versions behind a dash. */
function isNameAlone(versions: VersionSyntax, text: string): boolean {
  const dashes = versions !== 'rpm' && versions !== 'zypper';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (!isNameChar(text.charCodeAt(at)) && char !== '.' && char !== '+' && !(dashes && char === '-')) return false;
  }
  return true;
}

/** `curl=$VERSION` is a package with a version, `$PACKAGES` may be anything. */
function unknownPackage(manager: PackageManager, { prefix }: ShellWord): PackageText {
  if (prefix === '') return { kind: 'unknown', name: undefined };
  const kind = kindOf(manager, prefix);
  if (kind !== 'package') return { kind, name: undefined };
  // The last separator before the variable tells whether the variable is the version.
  const read = split(manager, `${prefix}0`);
  if (read.version === undefined) return { kind: 'unknown', name: undefined };
  return { ...read, version: read.version.slice(0, -1) };
}

function isAddress(text: string): boolean {
  if (!text.includes(':') && !text.includes('@') && !text.includes('+')) return false;
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|git\+|github:|gitlab:|bitbucket:)/i.test(text);
}

const fileBeginnings = ['/', './', '../', '~/'];

function kindOf({ name, versions }: PackageManager, text: string): PackageKind {
  // What `find -exec` or `xargs -I{}` puts there is a file.
  if (text.startsWith('{}')) return 'file';
  if (isAddress(text)) return 'url';
  if (fileBeginnings.some((beginning) => text.startsWith(beginning)) || text === '.' || text === '..') return 'file';
  if (versions === 'rpm' && text.startsWith('@')) return 'group';
  if (name === 'apt' && text.endsWith('^')) return 'group';
  if (text.includes('.') && /\.(?:deb|rpm|apk|whl|tgz|tar\.gz|gem|nupkg|zip)$/.test(text) && !text.includes('@'))
    return 'file';
  if (name === 'pip' && text.includes('/') && /^[^=<>@ ]*\/[^=<>@ ]*(?:\[.*\])?$/.test(text)) return 'file';
  if (name === 'pip' && text.startsWith('.') && /^\.{1,2}(?:\[.*\])?$/.test(text)) return 'file';
  if (name === 'npm' && text.includes('/') && /^[^@][^/@]*\/[^/@]+$/.test(text)) return 'url';
  // A path that begins with no host is of the module or the GOPATH at hand.
  if (name === 'go' && (text.startsWith('.') || !/^[^/@]*\./.test(text))) return 'file';
  return 'package';
}
