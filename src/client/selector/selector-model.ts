/**
 * The account selector as a pure model: from what providers offer to what is shown, and nothing of how.
 *
 * @module
 */
import { groupByAccount, type AccountGroup } from './accounts.ts'
import { collectOffers, type Offers, type ProviderOffer, type SelectorRequest } from './offers.ts'
import { decideOpening, type Opening } from './opening.ts'
import { allOptionsPage, mainPage, remoteOnlyPage, type SelectorPage } from './page.ts'

/** What stands on the pages, ready to be drawn. */
export interface SelectorPages {
  /** The page to open with; undefined when none opens. */
  readonly first: SelectorPage | undefined
  /** Where "more options" leads. */
  readonly allOptions: SelectorPage | undefined
}

/** All there is to know about one request. */
export interface SelectorModel {
  readonly offers: Offers
  readonly groups: readonly AccountGroup[]
  readonly opening: Opening
  readonly pages: SelectorPages
}

/** Applies the selector's rules to the answers of all providers. */
export function selectorModel(
  request: SelectorRequest,
  answers: readonly ProviderOffer[],
): SelectorModel {
  const offers = collectOffers(request, answers)
  const groups = groupByAccount(offers.entries)
  const material = { ...offers, groups }
  const opening = decideOpening(material, request)
  const first = firstPage(opening, material)
  return {
    offers,
    groups,
    opening,
    pages: {
      first,
      allOptions: first?.hasMoreOptions ? allOptionsPage(material, { hasBack: true }) : undefined,
    },
  }
}

function firstPage(
  opening: Opening,
  material: Parameters<typeof mainPage>[0],
): SelectorPage | undefined {
  switch (opening.kind) {
    case 'main':
      return mainPage(material, opening.preselected)
    case 'one-tap':
      return mainPage(material, opening.entry)
    case 'remote-only':
      return remoteOnlyPage(opening.remote, 'passkey')
    case 'all-options':
      return allOptionsPage(material, { hasBack: false })
    default:
      return undefined
  }
}
