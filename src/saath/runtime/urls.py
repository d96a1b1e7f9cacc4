"""Every address that Django answers: the pages, and the API for programs."""

from django.urls import path

from saath.api.urls import api
from saath.web.urls import urlpatterns as pages

urlpatterns = [path("api/v1/", api.urls), *pages]
