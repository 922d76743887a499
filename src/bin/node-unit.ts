import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'

export function addUnit(node: Command): void {
  node
    .command('unit')
    .description('print a systemd user unit for this node: no root is needed')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .action(({ home }: { readonly home: string }) => {
      const program = join(import.meta.dirname, 'samentel.mjs')
      process.stdout.write(unitText({ node: process.execPath, program, home: resolve(home) }))
    })
}

/** A young generation (V8) of 8 MB: an idle node then holds some 60 MB less. As in the Dockerfile. */
const SMALL = '--max-semi-space-size=8'

/**
 * A unit that a user starts with the rights of that user and fewer. What is restricted by system calls works
 * for every user; what needs a namespace is left to who knows that the kernel allows it.
 */
export function unitText(paths: { node: string; program: string; home: string }): string {
  const { node, program, home } = paths
  const command = [node, SMALL, program, 'node', 'serve', '--home', home].map(word).join(' ')
  return `# systemd user unit of a Samentel node. As the user that is to run it, without root:
#   samentel node unit --home FOLDER > ~/.config/systemd/user/samentel-node.service
#   systemctl --user daemon-reload
#   systemctl --user enable --now samentel-node
#   loginctl enable-linger            (so that it also runs while nobody is signed in)
#   journalctl --user -u samentel-node
[Unit]
Description=Samentel node
StartLimitIntervalSec=0

[Service]
ExecStart=${command}
# What is wrong with the folder is said in the journal, all at once; samentel node check says the same.
Restart=on-failure
RestartSec=30
TimeoutStopSec=90
UMask=0077

# The storage key from elsewhere than secrets/storage.key, readable by this process alone. From systemd 256 on
# LoadCredentialEncrypted= takes one that only this machine can open (systemd-creds encrypt --user).
#LoadCredential=samentel-storage-key:%h/samentel-storage.key

NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

# Where the kernel lets users make namespaces, also these; where it does not, the unit would not start.
# RestrictNamespaces= above is for the process itself and may stay.
#PrivateUsers=yes
#PrivateTmp=yes
#PrivateDevices=yes
#ProtectSystem=strict
#ProtectHome=read-only
#ReadWritePaths=${word(home)}
#ProtectKernelTunables=yes
#ProtectControlGroups=yes

[Install]
WantedBy=default.target
`
}

/** A word of a command line as systemd reads it (systemd.syntax, systemd.service): quoted, no specifier, no variable. */
function word(path: string): string {
  if (/\p{Cc}/u.test(path)) throw badPath()
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`
}

function badPath(): Problem {
  return new Problem({
    code: 'unit.path',
    what: 'A path with a line break in it cannot stand in a unit',
    where: '--home',
    remedy: 'Move the folder to a path without control characters.',
  })
}
