/** The variables that the builder sets in the global scope by itself. */
import { hasWord } from './row.ts';

const names = [
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
] as const;

const proxies =
  ' HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy ftp_proxy no_proxy all_proxy ';

/** Whether `--build-arg` may give it without an ARG that declares it; such variables are seen by RUN alone. */
export function isProxyArg(name: string): boolean {
  return hasWord(proxies, name);
}

export function isPlatformArg(name: string): boolean {
  return names.some((one) => one === name);
}

/** Each with its value, `undefined` where that depends on who builds. */
export function platformArgs(
  platform: string | undefined,
  buildArgs: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly text: string | undefined }[] {
  const [os, arch, variant = ''] = platform?.split('/') ?? [];
  const known: Record<string, string | undefined> = {
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: arch,
    TARGETVARIANT: arch === undefined ? undefined : variant,
  };
  return names.map((name) => ({ name, text: Object.hasOwn(buildArgs, name) ? buildArgs[name] : known[name] }));
}
