/** Passwords in the XML of Maven, NuGet, Jenkins and FileZilla; comments are skipped, since that is where samples stand. */
import { isPlaceholder, isReference } from '../value.ts';
import type { FileDetector, Place } from './structured.ts';

const expressions: readonly RegExp[] = [
  /<(?<tag>password|passphrase|privateToken|apiToken|bearerToken|accessToken|secretKey|Pass)\b[^>]{0,80}>\s{0,8}(?<value>[^<>\s]{3,400})\s{0,8}<\/\k<tag>>/dg,
  /<add\s{1,4}key="(?:ClearText)?Password"\s{1,4}value="(?<value>[^"\n]{4,300})"/dgi,
];

export const xmlPasswords: FileDetector = {
  id: 'xml-password',
  title: 'password in an XML file',
  reads: (path) =>
    /(?:^|\/)(?:settings(?:-security)?\.xml|nuget\.config|credentials\.xml|sitemanager\.xml|recentservers\.xml|tomcat-users\.xml)$/i.test(
      path,
    ),
  *find(text): Iterable<Place> {
    const plain = text.replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length));
    for (const expression of expressions) {
      for (const match of plain.matchAll(expression)) {
        const value = match.groups?.['value'] ?? '';
        const start = match.indices?.groups?.['value']?.[0] ?? match.index;
        if (isReference(value) || isPlaceholder(value) || /^%.*%$/.test(value)) continue;
        const sealed = /^\{[A-Za-z0-9+/=]{20,}\}$/.test(value);
        yield {
          value,
          start,
          verdict: sealed
            ? { confidence: 'possible', why: 'encrypted: as safe as the master password' }
            : {
                confidence: 'likely',
                why: `an element of ${/nuget/i.test(text.slice(0, 400)) ? 'NuGet' : 'a server'}`,
              },
        };
      }
    }
  },
};
