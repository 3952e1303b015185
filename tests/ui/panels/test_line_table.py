"""Printed lines in a table."""

from gd.ui.panels.line_table import line_table


def test_shows_text_of_others_letter_for_letter_and_tints_what_differs():
    rows = [(("1", "<img src=x onerror=alert(1)> & *a*"), True), (("here", "</td><script>"), False)]
    table = line_table(("line", "<b>log</b>"), rows, "The log")
    assert "<td>&lt;img src=x onerror=alert(1)&gt; &amp; *a*</td>" in table
    assert "<tr class=gd-red><td>here</td><td>&lt;/td&gt;&lt;script&gt;</td></tr>" in table
    assert "<th scope='col'>&lt;b&gt;log&lt;/b&gt;</th>" in table
    assert table.count("gd-red") == 1
