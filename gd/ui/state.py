"""The keys of `st.session_state`, beside the names of the controls (`gd.links.controls`).

The keys of buttons, which only tell them apart, stand where the buttons are.
"""

# The page
PAGE = "page"  # the path of the page shown last
INPUTS = "inputs of this run"  # what the entrypoint hands to the page
LINK_WARNINGS = "link warnings"  # by control: why the value in the link was refused
TASK = "task"  # of the class link in the URL of the page shown
TASK_START = "start of the task"  # by control: what the class link began with
TASK_NOW = "task now"  # by control: how what it opens was left
START = "start"  # what the class link began with, in the URL, so that the browser's reload keeps it
LAST_TASK = "last task"  # the one begun last in this session
SEARCH = "search"  # for settings that reach it, with what it is about
GOALS = "goals"  # of the class link being prepared, and the page they are for
LINKED = "linked"  # by control: what the link that began the session set
MORE = "more"  # the expander of the sidebar
SHARE = "share"  # the button
SHARED = "what is shared"  # the page as it is, or a class link
DIAL = "dial"  # of the learning rate

# Where the points come from
LAST_VALID_POINTS = "last valid points"
LAST_VALID_NAMES = "names of the last valid points"  # what x and y are
LAST_VALID_BATCHES = "last valid batches"  # their size, and the epochs
SOURCE_IN_URL = "source in the URL"  # the value of `data` that the app itself wrote there last
TABLE = "table"  # the edited table
TABLE_BASE = "table base"  # the table that the edits kept by the editor refer to
TABLE_EDITOR_NUMBER = "table editor number"  # goes up when the edits have become the table
FILE = "file"  # name and bytes of the uploaded file
PASTED = "pasted"

# The panels and the pages
WHY = "why"  # the popover beside a remedy
VERDICT = "verdict"  # the popover of the strip
TAB = "tab"  # the open tab below the charts, in the URL as well
TABS = ("This step", "Four ways", "Code", "Printed", "Table")
CODE = "code"  # which code of a run the tab *Code* shows
DOWNLOADS = "downloads"  # the popover with the files
VIEW = "view"  # the open tab of Compare, in the URL as well
VIEWS = ("Loss and weights", "Distance from A", "One difference at a time")
PRESET = "preset"  # the question that the compared runs answer
SCRUBBER = "scrubber component"
LOSS_SCALE = "loss scale"
LANDSCAPE_VIEW = "landscape view"
CURVES = "weights or gradient"
CLOSED_FORM = "closed form"
STOPPED = "stopped"  # by run: the epochs after which it was stopped by hand
LOG = "log"  # the text pasted for the doctor
TRAINING = "training of the log"  # which one, where it has several
ANSWERS = "answers"  # the text pasted with a class's answers
GIVEN_OUT = "given out"  # the text of the class link that they answer
NOT_MET = "not met"  # the toggle that leaves out the answers that met it
DOCUMENT_RUN = "document run"
ALL_RUNS = "all runs"  # the expander with the notebooks' trainings in a table
MISTAKE = "mistake"  # the name of the one shown, in the URL as well
QUIZ = "quiz"  # the seed of its question, in the URL as well; None while the quiz is not open
LAST_QUIZ = "last quiz"  # the seed of the last question
MISTAKE_TAB = "mistake tab"
MISTAKE_TABS = ("Switch one on", "Which mistake is it?")
GUESSES = "guesses"  # by mistake: what was guessed, "" if nothing, and what then happened
QUIZ_ANSWERS = "quiz answers"  # by seed: the mistake that was named, and the one that it is
EXERCISE = "exercise"  # the name of the one shown, in the URL as well
EXERCISE_CHOICE = "exercise choice"  # the list of them
PROGRESS = "progress"  # what the link says of the exercises
MARKS = "marks"  # by exercise: what was guessed, and whether it is solved; what the link says, too
SHOWN = "shown"  # the exercises whose explanation was asked for
SWEPT_VARIANT = "swept variant"
ZONES = "zones"  # the expander that explains them
HEAT = "heat"  # the expander of the heat map
SWEEP = "sweep"  # the chart in which a rate can be clicked


def last_valid(control: str, dtype: str) -> str:
    """The last value of a control that was valid in this precision."""
    return f"last valid {control}, {dtype}"


def points_of(source: str) -> str:
    """The points that a table gave, or the `InputError` that says why it gave none."""
    return f"points of {source}"


def first_row_of(source: str) -> str:
    """What the first row of a table was taken for, with what it was read from."""
    return f"first row of {source}"


def first_row(source: str, text: int) -> str:
    """The choice what the first row of a text (its checksum) is."""
    return f"{source} first row {text}"


def left_out(source: str) -> str:
    """The toggle that shows the rows of a table that were left out."""
    return f"{source} rows left out"


def columns_of(source: str) -> str:
    """The names of the columns of a table, with what they were read from."""
    return f"columns of {source}"


def parsed(source: str) -> str:
    """The points read from a table, with what they were read from."""
    return f"parsed {source}"


def column_choice(source: str, axis: str, columns: int) -> str:
    """The column chosen for an axis, among tables with these columns (a checksum)."""
    return f"{source} {axis} {columns}"


def upload(page: str) -> str:
    """The file uploader on a page."""
    return f"upload on {page}"


def table_editor(page: str, number: int) -> str:
    """The table editor on a page."""
    return f"table editor {page} {number}"


def role_of(columns: int, place: int) -> str:
    """The role of a column of the log, among logs with these columns (a checksum)."""
    return f"role {columns} {place}"


def guess_at(name: str) -> str:
    """The choice of what a mistake will do, or of what an exercise asks first."""
    return f"guess at {name}"


def answer_to(question: str) -> str:
    """The expander of a question that the notebooks raise."""
    return f"answer to {question}"


def interval(updates: int) -> str:
    """Every how many of so many updates the tab *Printed* prints one."""
    return f"interval of {updates}"


def own_settings(letter: str) -> str:
    """The popover with the settings of a compared run."""
    return f"own settings {letter}"


def compared(letter: str, name: str) -> str:
    """The widget for the setting `name` of a compared run."""
    return f"compared {letter} {name}"
