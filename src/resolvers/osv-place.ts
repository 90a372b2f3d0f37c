import { mayAskAddress } from './hosts.ts';
import type { OsvPlace } from './osv.ts';

/** Where OSV is asked, or why it is not: one clause. */
export type AnyOsvPlace =
  | (OsvPlace & {
      readonly ok: true;
      /** The user's settings name it. */
      readonly isUsers: boolean;
    })
  | { readonly ok: false; readonly why: string };

const publicBase = 'https://api.osv.dev/';

/** `mirror`: an address of the user's own settings, under which `v1/querybatch` answers; null: there is none. */
export function osvPlace(mirror: string | null): AnyOsvPlace {
  const text = mirror?.trim() ?? publicBase;
  if (text.length > 2000 || !/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return { ok: false, why: 'the address of the OSV mirror in your settings is no web address' };
  }
  const { origin, pathname, host } = new URL(text);
  const base = new URL(pathname.endsWith('/') ? pathname : `${pathname}/`, origin);
  const isUsers = mirror !== null;
  // With its scheme, so that one which the user writes without encryption is asked so.
  const userHosts = isUsers ? [base.protocol === 'http:' ? origin : host] : [];
  const policy = { serves: 'advisories', userHosts, picked: false } as const;
  const permission = mayAskAddress(base, policy);
  return permission.allowed
    ? { ok: true, base, policy, isUsers }
    : { ok: false, why: permission.why };
}
