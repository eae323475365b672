"""The reviewer's draft: an opinion on each form, a letter to each unit, what a department has in common.

Every sentence comes from a finding and names its cells; people edit it, and their edits outlive a new audit.
"""

from jiheng.opinion.draft import draft, drafts
from jiheng.opinion.edits import Kept, kept_of, merged
from jiheng.opinion.goals import Clause, goal_table
from jiheng.opinion.letters import common_problems, letters
from jiheng.opinion.model import Common, Letter, Opinion, Papers, Section, Sentence, Verdict
from jiheng.opinion.quality import Quality, qualities, quality

__all__ = [
    "Clause",
    "Common",
    "Kept",
    "Letter",
    "Opinion",
    "Papers",
    "Quality",
    "Section",
    "Sentence",
    "Verdict",
    "common_problems",
    "draft",
    "drafts",
    "goal_table",
    "kept_of",
    "letters",
    "merged",
    "qualities",
    "quality",
]
