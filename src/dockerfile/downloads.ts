/** What curl and wget fetch, where it goes, and whether anything looks at what came. */
import type { Stage } from './model.ts';
import { after, commandsOf, each, type Ran } from './ran.ts';
import type { Command, Script, ShellWord } from './script-model.ts';

export interface Download extends Ran {
  readonly urls: readonly ShellWord[];
  /** `undefined`: to standard output, or to a file whose name is not known. */
  readonly file: string | undefined;
  /** Goes down the pipe. */
  readonly piped: boolean;
}

/** Every curl and wget that names an address, ONBUILD's included. */
export function downloadsOf(stages: readonly Stage[]): readonly Download[] {
  return each(stages, (stage) => {
    const found = known.get(stage) ?? downloadsIn(stage);
    known.set(stage, found);
    return found;
  });
}

/** Many rules ask. */
const known = new WeakMap<Stage, readonly Download[]>();

function downloadsIn(stage: Stage): readonly Download[] {
  return commandsOf([stage], 'curl', 'wget').flatMap((ran): Download[] => {
    const { command } = ran;
    const urls = [...command.parsed.operands, command.valueOf('--url') ?? []].flat().filter(isAddress);
    if (urls.length === 0) return [];
    const out = outputOf(command, urls[0]);
    const piped = command.pipe.index < command.pipe.length - 1 && out.stdout;
    return [{ ...ran, urls, file: out.file, piped }];
  });
}

/** A word that is an address, or a variable that may be one. */
function isAddress({ text, prefix, variables }: ShellWord): boolean {
  return /^(?:https?|ftp):\/\//i.test(text ?? prefix) || (text === undefined && prefix === '' && variables.length > 0);
}

function outputOf(command: Command, url: ShellWord | undefined): { file: string | undefined; stdout: boolean } {
  const redirected = command.redirections.find(({ operator, fd }) => /^>>?$|^>\|$/.test(operator) && (fd ?? 1) === 1);
  if (redirected) return { file: redirected.target?.text, stdout: false };
  const named = command.name === 'curl' ? ['-o', '--output'] : ['-O', '--output-document'];
  if (command.has(...named)) {
    const file = command.valueOf(...named);
    return {
      file: file?.text === '-' ? undefined : file?.text,
      stdout: file?.text === '-' || file?.text === '/dev/stdout',
    };
  }
  if (command.name === 'curl' && !command.has('-O', '--remote-name', '--remote-name-all')) {
    return { file: undefined, stdout: true };
  }
  const file = url?.text?.replace(/[?#].*/, '');
  return { file: file?.slice(file.lastIndexOf('/') + 1) || undefined, stdout: false };
}

/** Whether a checksum or signature is looked at anywhere in the script. */
export function verifies({ commands }: Script): boolean {
  const checkers =
    /^(?:(?:sha\d*|md5|b2|b3|ck)sum|shasum|gpgv?2?|cosign|minisign|signify|rhash|openssl|sq|slsa-verifier|gh)$/;
  return commands.some(({ name, args }) => {
    if (name === undefined || !checkers.test(name)) return false;
    if (/^gpg2?$/.test(name)) return args.some(({ text }) => text === '--verify' || text === '--verify-files');
    if (name === 'openssl') return args[0]?.text === 'dgst' || /^sha\d/.test(args[0]?.text ?? '');
    return name !== 'gh' || args[0]?.text === 'attestation';
  });
}

/** Whether a command takes files apart. */
export function unpacks({ name }: Command): boolean {
  const unpackers =
    /^(?:tar|bsdtar|unzip|gunzip|zcat|bunzip2|unxz|xz|7z|7za|7zr|cpio|unrar|jar|ar|dpkg-deb|zstd|unzstd|unsquashfs)$/;
  return name !== undefined && unpackers.test(name);
}

export function isInterpreter(name: string | undefined): boolean {
  return name !== undefined && /^(?:sh|bash|dash|ash|ksh|zsh|python[0-9.]*|perl|ruby|node|php|java)$/.test(name);
}

/** The command of the same script that unpacks, installs or runs the file, when one does. */
export function usedBy({ command, file }: Download): Command | undefined {
  if (command.pipe.length > 1) {
    const taker = after(command).find((one) => one.pipe.index > 0 && one.item === command.item && unpacks(one));
    if (taker && command.pipe.index === 0 && file === undefined) return taker;
  }
  if (file === undefined) return undefined;
  const base = baseName(file);
  return after(command).find((one) => {
    if (one.name !== undefined && one.name === base) return true;
    if (!one.args.some(({ text }) => text !== undefined && baseName(text) === base)) return false;
    return unpacks(one) || isInterpreter(one.name) || installsFiles(one) || makesRunnable(one);
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function installsFiles({ name, args }: Command): boolean {
  if (name === 'dpkg') return args.some(({ text }) => text === '-i' || text === '--install');
  if (name === 'rpm') return args.some(({ text }) => /^-[a-z]*[iU]/.test(text ?? '') || text === '--install');
  return /^(?:apt-get|apt|yum|dnf|microdnf|zypper|apk|pip3?|gem|npm|installer|gdebi)$/.test(name ?? '');
}

function makesRunnable({ name, args }: Command): boolean {
  return (
    name === 'chmod' &&
    args.some(({ text }) => /^[ugoa]*\+[rwst]*x/.test(text ?? '') || /^0?[0-7]*[1357][0-7]{0,2}$/.test(text ?? ''))
  );
}

/** An address on the machine itself, or in a network of its own. */
export function isLocalAddress(url: string): boolean {
  const host = /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (host === '' || host.includes('$')) return true;
  if (/^(?:localhost|\[::1\]|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/.test(host))
    return true;
  return !host.includes('.') || /\.(?:local|localhost|internal|lan|test|svc|docker)$/.test(host);
}
