/**
 * The schema of a refusal.
 *
 * @module
 */
import { z } from 'zod'
import { PROBLEMS } from '../../protocol/problem.ts'
import type { ProblemCode } from '../../protocol/problem.ts'

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

/** `application/problem+json`, RFC 9457, with what goes beyond it. */
export const problem = z
  .strictObject({
    type: z.string().meta({ description: 'urn:latchkey:problem: and the code' }),
    title: z.string().meta({ description: 'A fixed sentence for people.' }),
    status: z.int(),
    code: z.enum(codes).meta({ description: 'Stable, for programs.' }),
    requestId: z.string().meta({ description: 'Finds the request in the log of the server.' }),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string() }))
      .optional()
      .meta({ description: 'With invalid_request: which members, as JSON pointers, and why.' }),
    reason: z
      .string()
      .optional()
      .meta({ description: 'With registration_failed: the rule that was broken.' }),
    methods: z
      .array(z.string())
      .optional()
      .meta({ description: 'With reauthentication_required: what would prove it.' }),
  })
  .meta({ title: 'Problem' })
