"""What is masked and how, taken from a rulebook's `publish.*` and compiled once a book."""

import re
from dataclasses import dataclass
from functools import cached_property

from jiheng.places import Book

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
"""Han characters, as the inside of a character class."""
_CALLED = "由为和与向请给致系找"
_END = (
    f"(?=$|[^{HAN}]|[的和及于在等说]|同志|女士|先生|老师|负责|签|审核|联系|电话|手机|反映|领取|主持|牵头|带队|担任"
    "|组织|完成|汇报|介绍|表示|提出)"
)
"""Where a name in running text ends."""


@dataclass(frozen=True)
class MaskRules:
    """The parameters `publish.*` of one book, ready for use."""

    mobile: bool
    landline: bool
    id_card: bool
    bank_card: bool
    email: bool
    leader: bool
    names: bool
    first: int
    last: int
    card_prefixes: tuple[str, ...]
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    honorifics: tuple[str, ...]
    surnames: str
    compound: tuple[str, ...]
    offices: tuple[str, ...]
    not_names: frozenset[str]

    @cached_property
    def surname(self) -> re.Pattern[str]:
        """A surname at the beginning of a text, a compound one first."""
        return re.compile(f"{_any(self.compound)}|[{re.escape(self.surnames)}]")

    @cached_property
    def _name(self) -> str:
        return f"(?:{self.surname.pattern})[{HAN}]{{1,2}}"

    @cached_property
    def _long_name(self) -> str:
        return f"(?:{_any(self.compound)}[{HAN}]{{1,2}}|[{re.escape(self.surnames)}][{HAN}]{{2}})"

    @cached_property
    def name(self) -> re.Pattern[str]:
        """A full name: a surname and one or two more characters."""
        return re.compile(self._name)

    @cached_property
    def whole_name(self) -> re.Pattern[str]:
        """A full name up to where it must end."""
        return re.compile(f"{self._name}{_END}")

    @cached_property
    def one_name(self) -> re.Pattern[str]:
        """A name within what `after_role` found: up to where it must end, or of three characters."""
        return re.compile(f"{self.whole_name.pattern}|{self._long_name}")

    @cached_property
    def after_role(self) -> re.Pattern[str]:
        """负责人：王某某、李某 … up to where no name follows; the last group holds the names.

        After a colon a name need not end there.
        After a word for many (居民) only names of three characters are meant: 居民车辆 is no person.
        """
        role, group = _any(self.roles), _any(self.groups)
        pattern = self.whole_name.pattern
        link = r"(?:姓名)?(?:变更|调整|更换)?[为是系（(]?\s*"
        more = f"(?:[、/和及]{pattern})*"
        colon = f"(?:{role}|{group})(?:姓名)?[：:]\\s*((?:{pattern}|{self._long_name}){more})"
        return re.compile(f"{colon}|{role}{link}({pattern}{more})|{group}{link}({self._long_name}{_END}{more})")

    @cached_property
    def before_honorific(self) -> re.Pattern[str]:
        """王某某同志, where a name may begin; group 1 is the name."""
        return re.compile(f"(?:(?<![{HAN}])|(?<=[{_CALLED}]))({self._name})(?={_any(self.honorifics)})")

    @cached_property
    def titles(self) -> re.Pattern[str]:
        """Roles and honorifics at either end of a name in a cell of its own."""
        word = _any((*self.roles, *self.groups, *self.honorifics))
        return re.compile(f"^(?:副?{word})+|(?:副?{word})+$")


def rules_of(book: Book) -> MaskRules:
    """The rules of a book."""

    def flag(name: str) -> bool:
        return book.flag(f"publish.mask.{name}")

    def words(name: str) -> tuple[str, ...]:
        return book.words(f"publish.names.{name}")

    return MaskRules(
        mobile=flag("mobile"),
        landline=flag("landline"),
        id_card=flag("id_card"),
        bank_card=flag("bank_card"),
        email=flag("email"),
        leader=flag("leader"),
        names=flag("names"),
        first=int(book.number("publish.shown.first")),
        last=int(book.number("publish.shown.last")),
        card_prefixes=book.words("checks.filling.card_prefixes"),
        roles=words("roles"),
        groups=words("groups"),
        honorifics=words("honorifics"),
        surnames="".join(words("surnames")),
        compound=words("compound"),
        offices=words("offices"),
        not_names=frozenset(words("not_names")),
    )


def _any(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, longest first; it never matches without words."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"
