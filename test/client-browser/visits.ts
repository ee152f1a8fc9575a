/**
 * What the files of this folder begin with: the site opens before the tests of a file, and the page that a
 * test has opened closes after it.
 *
 * @module
 */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openSite, type Site, type Visit, type VisitSettings } from './site.ts'

/** Opens pages of a site that is there for one test file. */
export type Open = (settings?: VisitSettings) => Promise<Visit>

/** To be called once, at the top of a test file. */
export function visitsOfOneSite(): Open {
  let site: Site
  let visit: Visit | undefined
  beforeAll(async () => {
    site = await openSite()
  })
  afterEach(() => visit?.page.close())
  afterAll(() => site.close())
  return async (settings) => {
    visit = await site.visit(settings)
    return visit
  }
}
