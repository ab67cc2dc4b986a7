"""Words that names of organisations share, in French, Breton and English: alone, none of them says who it is of.

Folded: without case nor accents. What is not here and is written with a capital in a name is taken for a name.
"""

COMMON = frozenset(
    # What an organisation is.
    "academie agence agglomeration amicale antenne association atelier ateliers bibliotheque boutique brasserie "
    "bureau cabinet cafe campus centre cercle chambre chantier chantiers clinique club collectif college comite "
    "commerce communaute commune compagnie conseil cooperative couveuse cuisine departement direction domaine ecole "
    "entreprise entreprises espace etablissement etablissements exploitation fablab fabrique federation ferme "
    "fondation foyer garage groupe groupement hopital hotel incubateur institut laboratoire ludotheque lycee "
    "magasin mairie maison maisons manufacture mediatheque metropole mission moulin musee office organisme "
    "pharmacie plateforme pole prefecture region relais reseau restaurant salle salon scierie service services "
    "societe station studio syndicat technopole theatre tiers tierslieu union universite usine village ville "
    # What it does.
    "biscuiterie blanchisserie boucherie boulangerie brulerie charcuterie charpente chaudronnerie chocolaterie "
    "cidrerie coiffure conserverie conserveries construction cordonnerie couverture cremerie creperie criee "
    "distillerie droguerie ebenisterie electricite epicerie fleuriste fonderie fromagerie fumerie glacerie "
    "horlogerie huitres imprimerie informatique jardinerie laiterie librairie maconnerie maraichage mareyage "
    "mecanique menuiserie meunerie miellerie minoterie patisserie peche pecherie peinture pepiniere plomberie "
    "poissonnerie poterie quincaillerie savonnerie serrurerie tapisserie taxi taxis torrefaction tourisme traiteur "
    "transport transports vannerie verrerie viennoiserie voile voilerie voiles "
    # What it is about, for whom, where.
    "accueil action actions agricole agricoles aide artisan artisanat artisans arts atlantique avenir bateau "
    "bateaux bien bois bretagne breton bretonne bretons citoyen citoyenne coeur commun communal communale commune "
    "culture culturel culturelle developpement digital digitale domicile economie economique emploi emplois energie "
    "energies enfance ensemble environnement est familial familiale familles femmes filles fils formation france "
    "freres grand grande grands habitat haute hautes iles initiative initiatives innovation insertion intercommunal "
    "international jardin jardins jeune jeunes jeunesse lien liens littoral local locale locales marin marine "
    "marins maritime mer mers mobilite monde multimedia municipal municipale nautique nautisme nord nouveau "
    "nouvelle nouvelles numerique numeriques ocean ouest parents pays pecheurs petit petite petits plage plaisance "
    "port ports pour produits professionnel projet projets public publics publique quartier quartiers rade rural "
    "rurale saint sainte sante social sociale sociaux solidaire solidaires solidarite sport sportif sportive sports "
    "sud technologie technologies terre territoire territoires travail vers vie "
    # What many are called after.
    "associations cale clic cyber defi defis deux etat exemple generation images innovations internet libre libres "
    "lieux media mediation medias octobre ponts production productions quatre radio rives reseaux trois web "
    # Breton: the same, and their first mutations.
    "arvor bagad bezhin breizh bro diorren gevredigezh greizenn greizh kalon kambr kelaouenn ker kevredigezh "
    "kreisteiz kreiz kreizenn kumun kuzul kuzuliou levraoueg magerezh mor niverel oaled obererezh servij skol "
    "skolaj skoliou skolveur stal tachenn ti-ker ti-kumun tiad tier-kumun tiriad travaouiri veur "
    # English.
    "association board brittany business center community company council creative design development east factory "
    "farm foundation hall house island lab library local network north office school shop society south studio team "
    "training union university west workshop".split()
)
