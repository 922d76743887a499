/**
 * What is told apart of persons in each group of lists (list-groups.ts): finely, by all that figures
 * of that group ask, and coarsely, by what figures across groups, tables of codes and an insider's own
 * lists need. Assumes a parsed release; reveals nothing.
 */
import { groupsOf, type ListGroup } from './list-groups.ts'
import type { Lists, Part } from './round-parts.ts'
import type { RoundScene } from './round-space.ts'

/** The groups of a scene with all that is told apart in them. */
export function tellAll(scene: RoundScene): Groups {
  const fine = groupsOf(scene.lists, scene.main)
  const coarse = fine.map((group) => group.copy())
  const groups = { fine, coarse, apart: tableApart(scene, fine) }
  for (const part of scene.parts) tellPart(part, groups, scene)
  for (const own of scene.insiders) tellOwn(own, groups, scene)
  return groups
}

export interface Groups {
  readonly fine: readonly ListGroup[]
  readonly coarse: readonly ListGroup[]
  /** The table of which there are counts of single years. */
  readonly apart: string | null
}

/** The only group that a part looks at; -1: there are several, or it counts persons who are on none of it. */
function onlyGroup(
  { sets, weigh, table }: Part,
  groups: readonly ListGroup[],
  codes: RoundScene['codes'],
): number {
  const touched = groups.flatMap((group, at) => (group.touches(sets.flat()) ? [at] : []))
  const asked = table === null ? [null] : (codes.get(table) ?? [])
  const needsList = asked.every((code) => weigh(new Set(), code) === 0)
  return touched.length === 1 && needsList ? (touched[0] ?? -1) : -1
}

/** The table whose figures of single groups tell most apart there; null: none tells more than one set. */
function tableApart({ parts, codes }: RoundScene, groups: readonly ListGroup[]): string | null {
  const told = [...codes.keys()].map((table) => {
    const own = parts.filter((part) => part.table === table)
    const sets = groups.map((_, group) => {
      const alone = own.filter((part) => onlyGroup(part, groups, codes) === group)
      return new Set(alone.flatMap((part) => part.sets.map((set) => [...set].sort().join()))).size
    })
    return { table, most: Math.max(0, ...sets) }
  })
  const [first] = told.filter(({ most }) => most > 1).sort((a, b) => b.most - a.most)
  return first?.table ?? null
}

/** The group whose own counts are all that a part needs; -1: it needs joint counts. */
export function groupOf(part: Part, { fine, apart }: Groups, { codes }: RoundScene): number {
  return part.table === null || part.table === apart ? onlyGroup(part, fine, codes) : -1
}

function tellPart(part: Part, groups: Groups, scene: RoundScene): void {
  const { fine, coarse } = groups
  const alone = groupOf(part, groups, scene)
  for (const set of part.sets) {
    for (const group of fine) group.tell(set)
    if (alone < 0) for (const group of coarse) group.tell(set)
  }
  if (alone < 0 || part.table === null) return
  // Who is on any of these has a code, and the same one in every year.
  const any = [...new Set(part.sets.flat())]
  for (const group of [...fine, ...coarse]) group.tell(any)
}

/** Of the population counted each own list by itself, as it is of one year; of others, any. */
function tellOwn(
  own: Lists,
  { fine, coarse }: Pick<Groups, 'fine' | 'coarse'>,
  { lists, main }: RoundScene,
): void {
  const isMain = new Set(lists.filter((one) => one.population === main).map(({ id }) => id))
  for (const group of [...fine, ...coarse]) {
    for (const id of group.within(own)) if (isMain.has(id)) group.tell([id])
    group.tell(own.filter((id) => !isMain.has(id)))
  }
}
