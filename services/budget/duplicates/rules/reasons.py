"""What each signal says in words; {0} and {1} are what the signal tells, this side's first."""

from services.shared.errors import Text

SENTENCES = {
    "letters": Text("ถ้อยคำในชื่อคล้ายกัน {0}", "The words of the titles are {0} alike."),
    "same_words": Text(
        "ชื่อเหมือนกันเมื่อไม่นับวรรณยุกต์ ช่องว่าง ตัวย่อ คำเติม และลำดับคำ",
        "The titles are one when tone marks, spaces, abbreviations, added words and their order do not count.",
    ),
    "unsaid": Text("ชื่อหนึ่งมีคำที่อีกชื่อไม่มี: {0}", "One title says what the other does not: {0}."),
    "replaced": Text("ต่างกันตรงคำว่า “{0}” กับ “{1}”", "They differ in “{0}” and “{1}”."),
    "told_apart": Text("มีคำแยกพื้นที่ที่ชื่อคล้ายกัน: “{0}” “{1}”", "A word tells places of like names apart: “{0}” “{1}”."),
    "stretch_shared": Text("ช่วง กม. ซ้อนกัน {0} กม. จาก {1}", "Their stretches share {0} km of {1}."),
    "stretch_apart": Text("คนละช่วง กม. (ซ้อนกัน {0} กม. จาก {1})", "Other stretches: they share {0} km of {1}."),
    "same_road": Text("ทางสายเดียวกัน ({0})", "The same road ({0})."),
    "other_road": Text("คนละสายทาง ({0} กับ {1})", "Other roads ({0} and {1})."),
    "other_village": Text("คนละหมู่ (หมู่ {0} กับหมู่ {1})", "Other villages (Moo {0} and Moo {1})."),
    "other_village_name": Text("คนละหมู่บ้าน (บ้าน{0} กับบ้าน{1})", "Other villages ({0} and {1})."),
    "other_phase": Text("คนละระยะ ตอน รุ่น หรือครั้ง ({0} กับ {1})", "Other phases, parts or batches ({0} and {1})."),
    "one_phase": Text("มีเพียงชื่อเดียวที่ระบุระยะ", "Only one of them names a phase."),
    "other_number": Text("ตัวเลขในชื่อต่างกัน ({0} กับ {1})", "The numbers in the titles differ ({0} and {1})."),
    "other_work": Text("คนละลักษณะงาน ({0} กับ {1})", "Other works ({0} and {1})."),
    "same_tambon": Text("ตำบลเดียวกัน ({0})", "The same tambon ({0})."),
    "same_amphoe": Text("อำเภอเดียวกัน ({0})", "The same amphoe ({0})."),
    "same_province": Text("จังหวัดเดียวกัน ({0})", "The same province ({0})."),
    "other_tambon": Text("คนละตำบล ({0} กับ {1})", "Other tambons ({0} and {1})."),
    "other_amphoe": Text("คนละอำเภอ ({0} กับ {1})", "Other amphoes ({0} and {1})."),
    "other_province": Text("คนละจังหวัด ({0} กับ {1})", "Other provinces ({0} and {1})."),
    "other_year_repeated": Text("งานที่ทำทุกปี คนละปี ({0} กับ {1})", "Done every year, and of other years ({0} and {1})."),
    "other_year": Text("คนละปีงบประมาณ ({0} กับ {1})", "Other fiscal years ({0} and {1})."),
    "other_amount": Text("วงเงินต่างกันมาก", "The amounts are of another order."),
    "same_activity": Text("กิจกรรมคล้ายกัน {0}", "What is done is {0} alike."),
    "same_agency": Text("เป็นของหน่วยงานเดียวกัน ({0})", "One agency is behind both ({0})."),
    "other_kind": Text("คนละประเภทโครงการ", "Other kinds of projects."),
}


def sentence_of(name: str, told: tuple[str, ...]) -> Text:
    """Return a signal in words."""
    sentence = SENTENCES[name]
    return Text(sentence.th.format(*told), sentence.en.format(*told))
