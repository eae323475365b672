"""The reviewer's draft: an opinion on each form, a letter to each unit, what a department has in common.

Every sentence comes from a finding and names its cells; people edit it, and their edits outlive a new audit.
"""

from jiheng.opinion.draft import draft, drafts, told_apart
from jiheng.opinion.edits import Edits, Kept, KeptLetter, kept_letter, kept_of, merged, relettered
from jiheng.opinion.goals import Clause, goal_table
from jiheng.opinion.letters import common_problems, letters
from jiheng.opinion.model import Common, Letter, Opinion, OpinionVerdict, Papers, Section, Sentence
from jiheng.opinion.quality import Quality, qualities, quality

__all__ = [
    "Clause",
    "Common",
    "Edits",
    "Kept",
    "KeptLetter",
    "Letter",
    "Opinion",
    "OpinionVerdict",
    "Papers",
    "Quality",
    "Section",
    "Sentence",
    "common_problems",
    "draft",
    "drafts",
    "goal_table",
    "kept_letter",
    "kept_of",
    "letters",
    "merged",
    "qualities",
    "quality",
    "relettered",
    "told_apart",
]
