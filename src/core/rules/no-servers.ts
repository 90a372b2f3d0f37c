import type { ShellCommand, Word } from '../launch/launch.ts';
import { isNetworkClient, nameOf } from './downloads.ts';

/** What a program of the system does to the machine when a client starts it in the place of a server. */
export type Deed = 'changes' | 'reads' | 'stays' | 'captures' | 'sends' | 'opens';

/** They read a line, or nothing, and end: none of them speaks MCP. What serves behind another program is not here. */
const deeds: ReadonlyMap<string, Deed> = new Map([
  ...namesFor(
    'changes',
    'rm rmdir unlink shred mv cp dd tee touch truncate ln chmod chown chgrp chattr setcap setfacl mkfs mount umount kill killall pkill shutdown reboot halt poweroff useradd usermod passwd chpasswd del erase copy xcopy robocopy icacls takeown attrib taskkill remove-item copy-item move-item set-content stop-process',
  ),
  ...namesFor(
    'reads',
    'cat head tail less more grep find ls strings xxd printenv whoami uname hostname ifconfig ipconfig netstat ps tasklist systeminfo get-content get-childitem',
  ),
  ...namesFor('stays', 'crontab systemctl launchctl schtasks'),
  ...namesFor(
    'captures',
    'pbpaste xclip xsel wl-paste get-clipboard screencapture scrot gnome-screenshot imagesnap fswebcam arecord logkeys',
  ),
  ...namesFor('sends', 'scp sftp rsync rclone ftp tftp'),
  ...namesFor('opens', 'open xdg-open calc notepad'),
]);

/** They do nothing on their own, or prepare for what follows. */
const idle = words(
  'echo printf true false : sleep cd mkdir mkfifo export set test [ wait exit umask',
);
const shells = words('sh bash zsh dash ash ksh');

/** The deed of a program of the system; null for any other, and for one that lies in a folder of one's own. */
export function deedOf({ text, dynamic }: Word, args: readonly Word[]): Deed | null {
  if (dynamic || (/[\\/]/.test(text) && !systemFolder.test(text))) return null;
  const name = nameOf(text);
  if (isNetworkClient(name)) return 'sends';
  if (name === 'aws')
    return args[0]?.text === 's3' && copies.test(args[1]?.text ?? '') ? 'sends' : null;
  return deeds.get(name) ?? null;
}

/** The first command that does something, where no command of a line can be the server; null where one can. */
export function deedOfLine(
  commands: readonly ShellCommand[],
): { readonly at: Word; readonly deed: Deed } | null {
  const found: { readonly at: Word; readonly deed: Deed }[] = [];
  for (const { words: all } of commands) {
    const own = all.filter(({ text }) => !/^\w+=/.test(text));
    const [program, ...args] = own;
    if (program === undefined || idle.has(nameOf(program.text))) continue;
    const deed = deedOf(program, args);
    if (deed === null) return null;
    found.push({ at: program, deed });
  }
  const [first] = found;
  if (first === undefined) return null;
  const sends = found.some(({ deed }) => deed === 'sends');
  return { at: first.at, deed: sends ? 'sends' : first.deed };
}

/** Where a shell that takes commands is connected to: `bash -i >& /dev/tcp/…`. */
export function handedTo(all: readonly Word[]): Word | null {
  const shell = all.findIndex(({ text }) => shells.has(nameOf(text)));
  const own = shell === -1 ? [] : all.slice(shell + 1);
  if (!own.some(({ text }) => /^-[a-z]{1,8}$/.test(text) && text.includes('i'))) return null;
  return own.find(({ text }) => /^(?:[<>&]{0,3})\/dev\/(?:tcp|udp)\/./.test(text)) ?? null;
}

/** The address that a shell of the line reads from: `sh < /dev/tcp/host/port`, `exec 5<>/dev/tcp/…; cat <&5 | sh`. */
export function readByShell(commands: readonly ShellCommand[]): Word | null {
  for (const [index, { words: all }] of commands.entries()) {
    const far = all.find(({ text }) => /^\/dev\/(?:tcp|udp)\/./.test(text));
    if (far === undefined) continue;
    const runs = commands.slice(index).find(({ words: [program], operator }, later) => {
      const joined = later === 0 ? all.some(({ text }) => text === '<') : operator?.startsWith('|');
      return joined === true && shells.has(nameOf(program?.text ?? ''));
    });
    if (runs !== undefined) return far;
  }
  return null;
}

const systemFolder =
  /^(?:\/usr(?:\/local)?)?\/s?bin\/[^/]+$|^[a-z]:\\windows\\(?:system32\\)?[^\\]+$/i;
const copies = /^(?:cp|mv|sync)$/;

function namesFor(deed: Deed, names: string): readonly (readonly [string, Deed])[] {
  return names.split(' ').map((name) => [name, deed]);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
