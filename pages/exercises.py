"""Exercises: predict, try, and read why."""

from gd.ui.pages.exercises_page import render_exercises

render_exercises("Exercises", "Ten of them. Guess first, then try it, then see why.")
