"""Pages of exchanges."""

from flask import Blueprint, render_template

from circulair.permissions import member

pages = Blueprint("exchanges", __name__)
