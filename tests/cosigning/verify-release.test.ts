import { beforeAll, describe, expect, it } from 'vitest'
import { signSuccession } from '../../src/consent/sign-statement.ts'
import { findingText } from '../../src/cosigning/verdict.ts'
import { verifyRelease } from '../../src/cosigning/verify-release.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { identityIn, sampleAgreement } from '../round/sample.ts'
import { fileOf, judged, type SampleSigned, sampleSigned, signaturesOf } from './sample-signed.ts'

let sample: SampleSigned
let other: SampleSigned
let file: string
beforeAll(async () => {
  ;[sample, other] = [await sampleSigned(), await sampleSigned()]
  file = await fileOf(sample)
})

/** The verdict and the codes of what keeps it from holding. */
async function found(text: string | Promise<string>, trusted?: string): Promise<string> {
  const { verdict, reasons } = await verifyRelease(await text, trusted)
  return [verdict, ...reasons.map(({ code }) => code)].join(' ')
}

async function instead(party: string, jws: string | Promise<string>): Promise<string[]> {
  const all = await signaturesOf(sample, sample.parties)
  return Promise.all(sample.parties.map((id, at) => (id === party ? jws : all[at]!)))
}

describe('a signed release', () => {
  it('holds when it is as agreed and signed, and says by whom', async () => {
    const finding = await verifyRelease(file, sample.agreement.digest)
    expect(finding).toMatchObject({ verdict: 'holds', missing: [], objected: [], reasons: [] })
    expect(finding.signed).toEqual(sample.parties)
    expect(findingText(finding)).toContain('The release holds: it is as agreed, and signed')
    expect(findingText(finding)).toContain('signed by 9: care-coordinators, coordinator, emm')
  })

  it('holds without the word of an owner, which is named as missing', async () => {
    const signers = sample.parties.filter((id) => id !== 'police')
    const finding = await verifyRelease(
      await fileOf(sample, { signatures: await signaturesOf(sample, signers) }),
    )
    expect(finding).toMatchObject({ verdict: 'holds', missing: ['police'] })
    expect(findingText(finding)).toContain('not signed by 1: police')
  })

  it.each(['rapporteur', 'coordinator'])('cannot be judged while %s has not signed', async (id) => {
    const signers = sample.parties.filter((one) => one !== id)
    const finding = await verifyRelease(
      await fileOf(sample, { signatures: await signaturesOf(sample, signers) }),
    )
    expect(finding.verdict).toBe('cannot be judged')
    expect(finding.reasons).toMatchObject([{ code: 'release-file.not-signed', where: id }])
  })

  it('cannot be judged when an organisation found it wrong, which is named with its code', async () => {
    const signers = sample.parties.filter((id) => id !== 'police')
    const signatures = await signaturesOf(sample, signers)
    const objections = [
      await judged(sample, 'police', { body: { verdict: 'objected', code: 'release.other' } }),
    ]
    const finding = await verifyRelease(await fileOf(sample, { signatures, objections }))
    expect(finding.verdict).toBe('cannot be judged')
    expect(finding.objected).toEqual([{ party: 'police', code: 'release.other' }])
    expect(findingText(finding)).toContain('found wrong by police: release.other')
  })

  it('cannot be judged for who trusts another agreement', async () => {
    expect(await found(file, other.agreement.digest)).toBe(
      'cannot be judged release-file.other-agreement',
    )
  })
})

describe('a signature', () => {
  it('that somebody else made in the name of a party is refused', async () => {
    const forged = judged(sample, { ...identityIn(other.agreement, 'police'), id: 'police' })
    expect(await found(fileOf(sample, { signatures: await instead('police', forged) }))).toBe(
      'does not hold signature.refused',
    )
  })

  it('of another round, manifest, agreement or release is refused', async () => {
    const cases = [
      [{ round: 'earlier' }, 'message.other-round'],
      [{ binding: 'A'.repeat(43) }, 'message.other-binding'],
      [{ body: { agreement: other.agreement.digest } }, 'judgement.other-release'],
      [{ body: { digest: '0'.repeat(64) } }, 'judgement.other-release'],
      [{ type: 'manifest.sign' }, 'message.other-type'],
      [{ to: 'police' }, 'judgement.other-release'],
    ] as const
    for (const [change, code] of cases) {
      const replayed = await instead('police', judged(sample, 'police', change))
      expect(await found(fileOf(sample, { signatures: replayed }))).toBe(`does not hold ${code}`)
    }
  })

  it('of somebody who took no part is refused', async () => {
    const { digest } = sample.release.agreement
    const outsider = identityIn(other.agreement, 'police')
    const jws = await judged(sample, { ...outsider, id: 'zzz' })
    const signatures = [...(await signaturesOf(sample, sample.parties)), jws]
    expect(await found(fileOf(sample, { signatures }), digest)).toBe(
      'does not hold judgement.not-a-party',
    )
  })

  it('that stands under the name of another, twice, or among objections is refused', async () => {
    const all = await signaturesOf(sample, sample.parties)
    const [first, second, ...rest] = all as [string, string, ...string[]]
    for (const signatures of [
      [first, ...all],
      [second, first, ...rest],
    ]) {
      expect(await found(fileOf(sample, { signatures }))).toContain('release-file.misplaced')
    }
    expect(await found(fileOf(sample, { signatures: all, objections: [first] }))).toBe(
      'does not hold release-file.misplaced',
    )
    const jws = `${first.split('.').slice(0, 2).join('.')}.${second.split('.')[2]}`
    expect(await found(fileOf(sample, { signatures: [jws, second, ...rest] }))).toContain(
      'does not hold signature.refused',
    )
  })

  it('of a key that succeeded the agreed one counts, and of one that did not, not', async () => {
    const { agreement } = sample
    const old = identityIn(agreement, 'police')
    const next = { ...identityIn(await sampleAgreement(), 'police') }
    const succession = await signSuccession(old, next, { agreement, atMs: 1 })
    const signatures = await instead('police', judged(sample, next))
    expect(await found(fileOf(sample, { signatures, successions: [succession] }))).toBe('holds')
    expect(await found(fileOf(sample, { signatures }))).toBe('does not hold signature.refused')
    const twice = [
      succession,
      await signSuccession(old, identityIn(other.agreement, 'police'), { agreement, atMs: 2 }),
    ]
    expect(await found(fileOf(sample, { signatures, successions: twice }))).toBe(
      'does not hold release-file.succession',
    )
  })
})

describe('a release that all signed', () => {
  /** The same, but signed anew by everybody. */
  async function resigned(change: object): Promise<string> {
    const release = { ...sample.release, ...change }
    return fileOf({ ...sample, release } as SampleSigned)
  }

  it('does not hold when it is not as the agreement says', async () => {
    const { rules, lists } = sample.release
    const cases = {
      proofs: { proofs: 'off' },
      'rules.linkingRule': { rules: { ...rules, linkingRule: 'l1' } },
      madeBy: { madeBy: 'police' },
      [`lists.${lists[0]!.id}`]: { lists: [{ ...lists[0]!, agreedSize: 1 }, ...lists.slice(1)] },
    }
    for (const [where, change] of Object.entries(cases)) {
      const finding = await verifyRelease(await resigned(change))
      expect(finding.verdict).toBe('does not hold')
      expect(finding.reasons).toMatchObject([{ code: 'release-file.not-as-agreed', where }])
    }
  })

  it('does not hold when it contradicts itself, or names another agreement', async () => {
    const { figures } = sample.release
    expect(await found(resigned({ figures: [...figures].reverse() }))).toBe(
      'does not hold release.unreadable',
    )
    const ratio = figures.findIndex(({ cell }) => cell.status === 'ratio')
    const cell = { status: 'ratio', value: 99 }
    const bent = figures.map((one, at) => (at === ratio ? { ...one, cell } : one))
    expect(await found(resigned({ figures: bent }))).toBe('does not hold release-file.ratio')
    const { agreement } = sample.release
    const { digest } = other.agreement
    expect(await found(resigned({ agreement: { ...agreement, digest } }))).toBe(
      'does not hold release-file.agreement',
    )
  })
})

describe('a file', () => {
  it('that is the bare release holds nobody to anything', async () => {
    const bare = canonicalJson(sample.release)
    expect(await found(bare)).toBe('cannot be judged release-file.unsigned')
    const finding = await verifyRelease(bare)
    expect(findingText(finding)).toContain('under which nobody signed')
    expect(finding.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('that is none, or was written anew, is refused in plain words', async () => {
    const pretty = JSON.stringify(JSON.parse(file), null, 2)
    const cases: [string, string][] = [
      ['', 'release-file.unreadable'],
      ['null', 'release-file.unreadable'],
      ['[]', 'release-file.unreadable'],
      ['{}', 'release-file.unreadable'],
      ['{"release":{}}', 'release-file.unreadable'],
      [`${'['.repeat(100_000)}`, 'release-file.unreadable'],
      [pretty, 'release-file.not-canonical'],
      [`${file}\n`, 'release-file.not-canonical'],
      [file.replace('{', '{"version":1,'), 'release-file.not-canonical'],
    ]
    for (const [text, code] of cases) expect(await found(text)).toBe(`cannot be judged ${code}`)
    const old = { ...sample.release, version: 2 }
    expect(await found(canonicalJson(old))).toBe('cannot be judged release.version')
  })
})
