"""Exercises in an order that teaches: predict, reach the goal, read why.

One weight and its rate; two weights, of which one is slow; other optimizers; other units. Each is a
task as a teacher's link has one. Its numbers are computed when they are asked for.
"""

from gd.tasks import explanations as why
from gd.tasks.exercise import Exercise, Prediction, nearest
from gd.tasks.explanations import LINEAR
from gd.tasks.goals import Goal
from gd.tasks.task import COMPARE, Task

EXERCISES: dict[str, Exercise] = {
    exercise.name: exercise
    for exercise in (
        Exercise(
            "first_step",
            "The first step, by hand",
            Task(
                "numpy_by_hand",
                "One epoch, from w = 0. Choose the learning rate that takes w to 2 in this one "
                "step. You need paper, not luck.",
                (Goal("w", (2.0, 0.01)),),
                ("lr",),
                {"epochs": 1, "gradient": "mean"},
            ),
            Prediction(
                "The points are (1, 2), (2, 4), (3, 6), (4, 8), the loss is the mean of the "
                "squared errors. From w = 0, with a learning rate of 0.01, where is w after one "
                "step?",
                ("0.03", "0.075", "0.3", "1.2"),
                nearest(why.first_step, (0.03, 0.075, 0.3, 1.2)),
            ),
            "The gradient is the mean of 2·x·(w·x − y). Work it out at w = 0; the step is the rate "
            "times that.",
            why.first_step_explained,
        ),
        Exercise(
            "largest_rate",
            "How large is too large?",
            Task(
                "torch_autograd",
                "Find the largest learning rate that still converges, to four significant digits.",
                (Goal("largest-rate", (4,)),),
                ("lr",),
                {"epochs": 50},
            ),
            Prediction(
                "On these points, a rate of 1/15 lands on w = 2 in one step. What does twice that "
                "rate do?",
                (
                    "It gets there, too, in two steps",
                    "It jumps from side to side, never nearer and never farther",
                    "It moves farther away with each step",
                ),
                why.at_the_limit,
            ),
            "Watch the weight. Below the limit it swings less each time, above it more. Halve the "
            "interval between a rate that converges and one that does not.",
            why.largest_rate_explained,
        ),
        Exercise(
            "sum_and_mean",
            "Why does NumPy get there faster?",
            Task(
                COMPARE,
                "NumPy by hand and autograd have the same rate and the same start, and NumPy gets "
                "there faster. Change one setting of one run, so that both are the same to "
                "rounding.",
                (Goal("same", ("numpy_by_hand", "torch_autograd")),),
                ("runs",),
            ),
            Prediction(
                "From the same start and at the same rate, NumPy by hand gets to w = 2 in fewer "
                "epochs than autograd. Why?",
                (
                    "Its formula is exact, autograd's gradient is not",
                    "Its steps are longer: it adds up the points' gradients, autograd averages",
                    "It rounds less",
                ),
                why.numpy_is_faster,
            ),
            "There are two ways: take the mean in NumPy, or give autograd a rate of its own. How "
            "many points are there?",
            why.sum_and_mean_explained,
            {"runs": "numpy_by_hand--gradient-sum..torch_autograd"},
        ),
        Exercise(
            "break_it",
            "Break it",
            Task(
                "numpy_by_hand",
                "The rate is 0.04 and stays 0.04. Make the run diverge.",
                (Goal("diverges"),),
                ("gradient",),
                {"lr": 0.04},
            ),
            Prediction(
                "On four points, rates below 0.133 converge with the mean of the gradients. Below "
                "which do they with the sum?",
                ("0.033", "0.133", "0.533"),
                nearest(why.limit_of_sum, (0.033, 0.133, 0.533)),
            ),
            "Which setting makes every step longer?",
            why.break_it_explained,
            {"gradient": "mean"},
        ),
        Exercise(
            "wrong_bias",
            "Exact slope, wrong bias",
            Task(
                "torch_module",
                "Stop the training when w is right, within 0.01 of 2, and b is still wrong, within "
                "1 of 0 instead of 5.",
                (Goal("w", (2.0, 0.01)), Goal("b", (0.0, 1.0))),
                ("epochs",),
                {"lr": 0.004, "x": "-20, -10, 0, 10, 20", "y": "-35, -15, 5, 25, 45"},
            ),
            Prediction(
                "The points lie on y = 2x + 5, with x from -20 to 20. From w = b = 0, which of the "
                "two does gradient descent get right first?",
                ("The slope w", "The bias b", "Both at the same time"),
                why.first_right,
            ),
            "The slider over the epochs shows w and b after each.",
            why.wrong_bias_explained,
            {"epochs": "500"},
        ),
        Exercise(
            "why_9_815",
            "9.815",
            Task(
                "torch_module",
                "This is the notebook's nn.Linear that printed 9.815. Leave its rate alone: how "
                "many epochs take f(5) within 0.01 of 10?",
                (Goal("fx", (5.0, 10.0, 0.01)),),
                ("epochs",),
                {"lr": 0.01, **LINEAR},
            ),
            Prediction(
                "A notebook trained nn.Linear for 100 epochs and printed f(5) = 9.815 instead of "
                "10: 0.185 short. After how many epochs is it only 0.01 short?",
                ("About 150", "About 400", "About 1,100", "It never gets there"),
                nearest(why.epochs_to_ten, (150, 400, 1_100, 1e9)),
            ),
            "Double the number of epochs and see what is still missing. Each epoch leaves the same "
            "fraction of it.",
            why.why_9_815_explained,
            {"epochs": "100"},
        ),
        Exercise(
            "hurry_up",
            "9.99 in 100 epochs",
            Task(
                "torch_module",
                "The same start, and 100 epochs again. Find a rate with which f(5) ends within "
                "0.005 of 9.99.",
                (Goal("fx", (5.0, 9.99, 0.005)),),
                ("lr",),
                {"epochs": 100, **LINEAR},
            ),
            Prediction(
                "After 100 epochs at a rate of 0.01, f(5) is 9.815. Where is it at twice that "
                "rate?",
                ("9.63", "9.86", "9.91", "10.00"),
                nearest(why.at_twice_the_rate, (9.63, 9.86, 9.91, 10.0)),
            ),
            "The slow direction wants a large rate, and the steep one sets the limit. The dial "
            "shows where it is.",
            why.hurry_up_explained,
            {"lr": "0.01"},
        ),
        Exercise(
            "keep_rolling",
            "Another optimizer",
            Task(
                "torch_module",
                "Now rate and epochs are fixed. Find an optimizer with which f(5) ends within "
                "0.005 of 10.",
                (Goal("fx", (5.0, 10.0, 0.005)),),
                ("optimizer",),
                {"lr": 0.01, "epochs": 100, **LINEAR},
            ),
            Prediction(
                "With plain SGD, f(5) ends at 9.815. Where does it end with Adam, at the same "
                "rate?",
                ("1.70", "9.82", "9.99", "10.00"),
                nearest(why.with_adam, (1.70, 9.82, 9.99, 10.0)),
            ),
            "In a long valley it helps to keep some of the last step.",
            why.keep_rolling_explained,
            {"optimizer": "SGD"},
        ),
        Exercise(
            "adam_loses",
            "Adam loses",
            Task(
                COMPARE,
                "At a rate of 0.13, Adam ends at a lower loss than SGD. Find a rate at which SGD "
                "ends lower.",
                (Goal("beats", ("SGD", "Adam")),),
                ("lr",),
                {"runs": why.SGD_AND_ADAM},
            ),
            Prediction(
                "The gradient at the start is -30, the rate is 0.13. How long is Adam's first "
                "step?",
                ("0.13", "0.39", "3.9"),
                nearest(why.first_step_of_adam, (0.13, 0.39, 3.9)),
            ),
            "SGD's step is the rate times the gradient. Which rate would suit that?",
            why.adam_loses_explained,
            {"lr": "0.13"},
        ),
        Exercise(
            "real_data",
            "Real data",
            Task(
                "torch_module",
                "Bring the loss down to 25 ppm² in 100 epochs.",
                (Goal("loss-le", (25.0,)),),
                ("standardise", "lr"),
                {"data": "co2", "epochs": 100},
            ),
            Prediction(
                "nn.Linear is fitted to the carbon dioxide in the air, by year. The years are near "
                "2,000. Below which rate does the training converge?",
                ("2.5e-7", "0.0025", "0.12"),
                nearest(why.log_limit_of_co2, (-6.6, -2.6, -0.92)),
            ),
            "No rate does it with the years as they are. What would make both directions equally "
            "steep?",
            why.real_data_explained,
            {"lr": "2e-7", "standardise": "false"},
        ),
    )
}


def exercise_of(task: Task | None) -> Exercise | None:
    """The exercise that a link's task is; None where it is a teacher's own."""
    return next((one for one in EXERCISES.values() if one.task == task), None)
