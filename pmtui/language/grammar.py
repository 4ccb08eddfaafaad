"""The closed classes of English words that say how a clause is built: auxiliaries, prepositions and the like."""

from pmtui.language.masking import FILL


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODALS = _words("will would can could should shall may might must")
BE = _words("is are was were be been being got get gets")
AUXILIARIES = (
    MODALS | BE | _words("am has have had having do does did s ve d ll to")
)  # s, ve, d and ll are left of "she's", "they've"
OBLIGED = _words("had has have need needs needed")  # before "to": "had to"
NEGATIONS = _words(
    "not never hardly barely cannot neither nor nobody didnt dont doesnt wasnt werent hasnt havent hadnt couldnt wouldnt"
)
ADVERBS = _words(
    """also just then still again even only once soon later ever always often already now not never simply all both twice
    first somehow almost yet more far way much too so very really since long well apparently together himself herself themselves ourselves myself itself"""
)
PREPOSITIONS = _words(
    """of to from with without in on at by for about into onto over under between among against via per during through
    across around near behind inside outside within like as than including despite"""
)
DETERMINERS = _words(
    "the a an our their his her its my your this that these those another each every any some"
)
ARTICLES = _words("the a an our their his its my your every each any some no root another")  # before a noun
QUANTIFIERS = _words(
    """one two three some most many several all none any each both few people half neither either someone somebody part"""
)
# Verbs that hand their subject on to the next one: "ops decided to skip".
HANDING_ON = _words(
    """keeps kept keep decides decided decide tried tries try manages managed chose chooses choose went goes started starts
    wanted wants continued continues began begins need needs needed seems seemed insists insisted to"""
)
# Verbs for what people come across or have, which nobody can be blamed for: "the on-call had no access".
HAPPENING = _words(
    """have has had having get gets got gotten getting receive receives received need needs needed find finds found see sees
    saw seen notice notices noticed detect detects detected report reports reported observe observed experience experienced
    suffer suffered lose loses lost show shows showed confirm confirms confirmed identify identifies identified discover
    discovered fix fixes fixed restore restores restored revert reverted mention mentioned suspect suspected hit hits spot
    spots spotted use uses used want wants wanted encounter encountered realise realised realize realized correct corrected
    replace replaced complain complained start started notified hear heard learn learned learnt resolve resolved reproduce
    reproduced work works worked remain remained resulted result caused say says said there know knows knew known"""
)
DUTY = _words("should must shall ought")
# What can stand before the deed of an action: "we will also investigate".
BEFORE_DEED = _words(
    """we i will shall should must to also please and then plan plans want need needs going are is 've have been
    we've we're we'll let's be continue continuing further additionally additional try started still"""
)
STARTING = _words(
    "our all its each for in on to at from and but so the a an as across this that we had have has also"
)  # what can stand before a first noun
REASONS = _words("because")  # what opens a clause that gives a reason
LIGHT = AUXILIARIES | ADVERBS | NEGATIONS | HANDING_ON | {FILL}


def is_light(word: str) -> bool:
    """Tell whether a word can stand between a subject and its verb: an auxiliary, an adverb, a negation."""
    return word in LIGHT or word.endswith(("ly", "n't"))
