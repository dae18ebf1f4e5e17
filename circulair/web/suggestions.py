"""Pages of suggestions."""

from flask import Blueprint, render_template

from circulair.permissions import member

pages = Blueprint("suggestions", __name__)
