"""How the demo draws: people, banners and a city, with Pillow alone and from a seed."""
