/** File systems of a test's own, where root may mount; elsewhere the reason why not. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export type Mounts = {
  /** In memory, with so many megabytes of room. */
  readonly memory: (megabytes: number) => string
  /** On a disk that is a file: what was not synced is in no copy of the file. */
  readonly disk: (megabytes: number) => { readonly at: string; readonly image: string }
  /** What a disk would hold if its power were cut now, mounted as after the next start of the machine. */
  readonly cut: (image: string) => string
  readonly end: () => void
}

const run = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

export const openMounts = (): Mounts => {
  const folder = mkdtempSync('/tmp/am-m-')
  run('chmod', '755', folder)
  const mounted: string[] = []
  let made = 0
  const mount = (...how: readonly string[]): string => {
    const at = join(folder, `m${made++}`)
    mkdirSync(at)
    if (!run('mount', ...how, at)) throw new Error(`mount ${how.join(' ')} failed`)
    mounted.push(at)
    run('chmod', '755', at)
    return at
  }
  return {
    memory: (megabytes) => mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs'),
    disk: (megabytes) => {
      const image = join(folder, `i${made++}`)
      const ready = run('truncate', '-s', `${megabytes}M`, image) && run('mkfs.ext4', '-q', '-m', '0', image)
      if (!ready) throw new Error('no file system could be made')
      return { at: mount('-o', 'loop', image), image }
    },
    cut: (image) => {
      const copy = join(folder, `i${made++}`)
      if (!run('cp', '--sparse=always', image, copy)) throw new Error('the image could not be copied')
      return mount('-o', 'loop', copy)
    },
    end: () => {
      for (const at of mounted.toReversed()) if (!run('umount', at)) run('umount', '-l', at)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Null where it can be done. */
export const whyNoMounts = (kind: 'memory' | 'disk'): string | null => {
  if (process.platform !== 'linux') return 'mounts are tried on Linux alone'
  if (process.getuid?.() !== 0) return 'only root may mount'
  if (kind === 'disk' && !existsSync('/dev/loop-control')) return 'this machine has no loop devices'
  const mounts = openMounts()
  try {
    if (kind === 'memory') mounts.memory(1)
    else mounts.disk(8)
    return null
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'unknown'
  } finally {
    mounts.end()
  }
}
