import { Problem } from '../base/problem.ts'

/** A proof of somebody else that does not hold. */
export function invalidProof(where: string): Problem {
  return new Problem({
    code: 'proof.invalid',
    what: 'A proof does not show what it should: the work was done otherwise, or proof or data were altered',
    where,
    remedy: 'The round ends here; ask the party named what happened.',
  })
}

/** A proof of our own that would not hold. */
export function untrue(): Problem {
  return new Problem({
    code: 'proof.untrue',
    what: 'This node was to prove what is not so, and proved nothing',
    remedy:
      'The round ends here; check the memory and disk of this machine, and that its software is unaltered.',
  })
}

/** A statement that no honest program makes. */
export function badStatement(why: string): Problem {
  return new Problem({
    code: 'proof.statement',
    what: `What is to be proven has the wrong form: ${why}`,
    remedy: 'Check that all run the same version.',
  })
}
