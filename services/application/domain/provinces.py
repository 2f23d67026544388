"""The 81 provinces by their official names, and the spellings papers use for some of them."""

from typing import Final

from grants.turkish import turkish_lower

COUNTRY_WIDE: Final = "TR"

# fmt: off
PROVINCES: Final = (
    "Adana", "Adıyaman", "Afyonkarahisar", "Ağrı", "Aksaray", "Amasya", "Ankara", "Antalya", "Ardahan",
    "Artvin", "Aydın", "Balıkesir", "Bartın", "Batman", "Bayburt", "Bilecik", "Bingöl", "Bitlis", "Bolu",
    "Burdur", "Bursa", "Çanakkale", "Çankırı", "Çorum", "Denizli", "Diyarbakır", "Düzce", "Edirne",
    "Elazığ", "Erzincan", "Erzurum", "Eskişehir", "Gaziantep", "Giresun", "Gümüşhane", "Hakkari", "Hatay",
    "Iğdır", "Isparta", "İstanbul", "İzmir", "Kahramanmaraş", "Karabük", "Karaman", "Kars", "Kastamonu",
    "Kayseri", "Kırıkkale", "Kırklareli", "Kırşehir", "Kilis", "Kocaeli", "Konya", "Kütahya", "Malatya",
    "Manisa", "Mardin", "Mersin", "Muğla", "Muş", "Nevşehir", "Niğde", "Ordu", "Osmaniye", "Rize",
    "Sakarya", "Samsun", "Siirt", "Sinop", "Sivas", "Şanlıurfa", "Şırnak", "Tekirdağ", "Tokat", "Trabzon",
    "Tunceli", "Uşak", "Van", "Yalova", "Yozgat", "Zonguldak",
)
# fmt: on
"""In Turkish order."""

_VARIANTS: Final = {
    "Afyon": "Afyonkarahisar",
    "Hakkâri": "Hakkari",
    "İçel": "Mersin",
    "K.Maraş": "Kahramanmaraş",
    "Ş.Urfa": "Şanlıurfa",
}
_OFFICIAL: Final = {turkish_lower(name): name for name in PROVINCES} | {
    turkish_lower(variant): name for variant, name in _VARIANTS.items()
}


def official_province(printed: str) -> str | None:
    """The official name for a province as a paper prints it, or None where it names none."""
    return _OFFICIAL.get(turkish_lower(printed.strip()))
